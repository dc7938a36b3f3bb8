/**
 * Charges what was really paid, and gives back what was held: a batch of a process, once, in one atomic step.
 *
 * - KEYS: the mark of the process; for each bucket the hash and the leases of reserve.lua.ts.
 * - ARGV: the batch's sequence, ms until the mark is forgotten; for each bucket: micro-dollars to charge, ms until it is
 *   forgotten, how many leases end, and these as `<lease id> <amount>`.
 * - Answer: for each bucket what was spent before. A repeat of the last batch gets the same answer and charges nothing; an
 *   older one gets an empty one.
 */
export const SETTLE_LUA = `
local mark = redis.call('GET', KEYS[1])
if mark then
  local last = cjson.decode(mark)
  if ARGV[1] + 0 == last[1] then return last[2] end
  if ARGV[1] + 0 < last[1] then return {} end
end

local reply, at = {}, 3
for i = 1, (#KEYS - 1) / 2 do
  local bucket, leases = KEYS[2 * i], KEYS[2 * i + 1]
  local charge, ttl, count = ARGV[at], ARGV[at + 1], ARGV[at + 2] + 0
  for n = 1, count do
    local lease = ARGV[at + 2 + n]
    -- One that has ended was given back then.
    if redis.call('ZREM', leases, lease) == 1 then
      redis.call('HINCRBY', bucket, 'held', '-' .. string.match(lease, ' (%d+)$'))
    end
  end
  reply[i] = redis.call('HGET', bucket, 'spent') or '0'
  redis.call('HINCRBY', bucket, 'spent', charge)
  redis.call('PEXPIRE', bucket, ttl)
  at = at + 3 + count
end
redis.call('SET', KEYS[1], cjson.encode({ ARGV[1] + 0, reply }), 'PX', ARGV[2])
return reply
`;
