import { BUCKET_LUA } from './bucket.lua.js';

/**
 * The decision of `decideGcra` for one call under several limits, or one that reserves, in one atomic step on Redis' own
 * clock: all limits are charged, or none.
 *
 * - ARGV: valid until (us of Redis' clock), lease id or '', lease ms; for each charge: limit, capacity ms, capacity part,
 *   cost ms, cost part, binding (1 or 0).
 * - KEYS, for each charge: the bucket and its leases, see bucket.lua.ts.
 * - Answer: now (us); a status, which is 1 (admitted), 0 (rejected), 2 (stale: valid no more) or the text of an error;
 *   after 1 and 0 for each charge: whether it had room (1 or 0), backlog ms and part, held ms and part, ms until a lease
 *   ends (0 without reservations).
 */
export const TAKE_LUA = `${BUCKET_LUA}
-- Ended leases that one call clears away at most, so that no call blocks the server for long.
local MOST_ENDED = 1000

local function end_leases(bucket, leases, limit)
  local ended = redis.pcall('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, MOST_ENDED)
  if ended.err then return ended.err end
  for _, lease in ipairs(ended) do
    local ms, part = string.match(lease, ' (%d+) (%d+)$')
    release(bucket, limit, ms + 0, part + 0)
  end
  if #ended > 0 then
    local done = redis.pcall('ZREMRANGEBYRANK', leases, 0, #ended - 1)
    if type(done) == 'table' then return done.err end
  end
  forget_next(bucket, leases)
  bucket.dirty = true
end

local function hold(bucket, leases, lease, lease_ms, ms, part, limit)
  local ends = now + lease_ms
  local done = redis.pcall('ZADD', leases, ends, lease)
  if type(done) == 'table' then return done.err end
  bucket.held_ms, bucket.held_part = bucket.held_ms + ms, bucket.held_part + part
  if bucket.held_part >= limit then bucket.held_ms, bucket.held_part = bucket.held_ms + 1, bucket.held_part - limit end
  if bucket.next == 0 or ends < bucket.next then bucket.next = ends end
  if ends > bucket.last then bucket.last = ends end
  redis.call('PEXPIRE', leases, bucket.last - now + 2)
end

local function take(lease, lease_ms)
  local buckets, fits, admitted = {}, {}, 1
  local n = #KEYS / 2
  for i = 1, n do
    local at = 3 + (i - 1) * 6
    local limit = ARGV[at + 1] + 0
    local bucket, failure = read(KEYS[2 * i - 1])
    if not bucket then return { now_us, failure } end
    if bucket.next > 0 and bucket.next <= now then
      failure = end_leases(bucket, KEYS[2 * i], limit)
      if failure then return { now_us, failure } end
    end
    local ms, part = bucket.ms + bucket.held_ms + ARGV[at + 4], bucket.part + bucket.held_part + ARGV[at + 5]
    while part >= limit do ms, part = ms + 1, part - limit end
    local capacity = ARGV[at + 2] + 0
    buckets[i], fits[i] = bucket, ms < capacity or (ms == capacity and part <= ARGV[at + 3] + 0)
    if not fits[i] and ARGV[at + 6] == '1' then admitted = 0 end
  end

  for i = 1, n do
    local at, bucket = 3 + (i - 1) * 6, buckets[i]
    local limit, failure = ARGV[at + 1] + 0, nil
    if admitted == 1 and fits[i] then
      bucket.dirty = true
      if lease ~= '' then
        failure = hold(bucket, KEYS[2 * i], lease .. ' ' .. ARGV[at + 4] .. ' ' .. ARGV[at + 5], lease_ms,
          ARGV[at + 4] + 0, ARGV[at + 5] + 0, limit)
      else
        bucket.ms, bucket.part = bucket.ms + ARGV[at + 4], bucket.part + ARGV[at + 5]
        if bucket.part >= limit then bucket.ms, bucket.part = bucket.ms + 1, bucket.part - limit end
      end
    end
    if not failure and bucket.dirty then failure = write(KEYS[2 * i - 1], bucket) end
    if failure then return { now_us, failure } end
  end

  local reply = { now_us, admitted }
  for i = 1, n do
    local bucket, at = buckets[i], 2 + (i - 1) * 6
    reply[at + 1] = fits[i] and 1 or 0
    reply[at + 2], reply[at + 3] = bucket.ms, bucket.part
    reply[at + 4], reply[at + 5] = bucket.held_ms, bucket.held_part
    reply[at + 6] = bucket.next > now and bucket.next - now or 0
  end
  return reply
end

-- Sent to a server that hung: the caller gave up and decided otherwise, so counting now would count twice.
if now_us > ARGV[1] + 0 then return { now_us, 2 } end
return take(ARGV[2], ARGV[3] + 0)
`;
