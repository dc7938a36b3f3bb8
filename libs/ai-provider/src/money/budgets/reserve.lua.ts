/**
 * Holds an amount in all buckets of a call, or in none, in one atomic step on Redis' own clock.
 *
 * - KEYS, for each bucket: a hash (`spent`, `held`: micro-dollars), and a sorted set of its leases by their end
 *   (ms since 1970; a member is `<lease id> <amount>`).
 * - ARGV: lease id, lease ms, amount; for each bucket: its limit, and ms until it is forgotten.
 * - Answer: 1 (reserved) or 0 (refused), then for each bucket `spent` and `held` as they were before.
 */
export const RESERVE_LUA = `
-- Ended leases that one call clears away at most, so that no call blocks the server for long.
local MOST_ENDED = 1000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local amount, fits = ARGV[3] + 0, 1
local reply = { 1 }

for i = 1, #KEYS / 2 do
  local bucket, leases, limit = KEYS[2 * i - 1], KEYS[2 * i], ARGV[2 * i + 2] + 0
  local ended = redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, MOST_ENDED)
  if #ended > 0 then
    local returned = 0
    for _, lease in ipairs(ended) do returned = returned + string.match(lease, ' (%d+)$') end
    redis.call('ZREMRANGEBYRANK', leases, 0, #ended - 1)
    redis.call('HINCRBY', bucket, 'held', string.format('%.0f', -returned))
  end
  local state = redis.call('HMGET', bucket, 'spent', 'held')
  local spent, held = state[1] or '0', state[2] or '0'
  if spent + held + amount > limit then fits = 0 end
  reply[2 * i], reply[2 * i + 1] = spent, held
end

reply[1] = fits
if fits == 0 then return reply end
for i = 1, #KEYS / 2 do
  local bucket, leases, ttl = KEYS[2 * i - 1], KEYS[2 * i], ARGV[2 * i + 3]
  redis.call('HINCRBY', bucket, 'held', ARGV[3])
  redis.call('ZADD', leases, now + ARGV[2], ARGV[1] .. ' ' .. ARGV[3])
  redis.call('PEXPIRE', bucket, ttl)
  redis.call('PEXPIRE', leases, ttl)
end
return reply
`;
