import { BUCKET_LUA } from './bucket.lua.js';

/**
 * The decisions of `decideGcra` for a batch of requests that are independent of each other, in one atomic step on Redis'
 * own clock. Within a request all limits are charged, or none.
 *
 * - ARGV, for each request: valid until (us of Redis' clock), lease id or '', lease ms, keys per charge (1 or 2), number
 *   of charges; and for each charge: limit, capacity ms, capacity part, cost ms, cost part, binding (1 or 0).
 * - KEYS, for each charge: the bucket and, when the request names 2 keys, its leases.
 * - Answer: now (us); for each request a status, which is 1 (admitted), 0 (rejected), 2 (stale: valid no more), 3 (leases
 *   have ended: ask again with 2 keys) or the text of an error; after 1 and 0 for each charge: whether it had room (1 or
 *   0; 3 or 2 with reservations), backlog ms and part, and with reservations: held ms and part, ms until a lease ends.
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

local reply, size = { now_us }, 1
local function say(value)
  size = size + 1
  reply[size] = value
end

local function describe(fits, bucket)
  if bucket.next == 0 then
    say(fits and 1 or 0)
    say(bucket.ms)
    say(bucket.part)
  else
    say(fits and 3 or 2)
    say(bucket.ms)
    say(bucket.part)
    say(bucket.held_ms)
    say(bucket.held_part)
    say(bucket.next > now and bucket.next - now or 0)
  end
end

-- One request: its charges begin at ARGV[a + 1], its keys at KEYS[k + 1].
local function take(lease, lease_ms, keys_each, n, a, k)
  local buckets, fits, admitted = {}, {}, true
  for i = 1, n do
    local at, key = a + (i - 1) * 6, k + (i - 1) * keys_each + 1
    local limit = ARGV[at + 1] + 0
    local bucket, failure = read(KEYS[key])
    if not bucket then return say(failure) end
    if bucket.next > 0 and bucket.next <= now then
      if keys_each == 1 then return say(3) end
      failure = end_leases(bucket, KEYS[key + 1], limit)
      if failure then return say(failure) end
    end
    local ms = bucket.ms + bucket.held_ms + ARGV[at + 4]
    local part = bucket.part + bucket.held_part + ARGV[at + 5]
    while part >= limit do ms, part = ms + 1, part - limit end
    local capacity_ms = ARGV[at + 2] + 0
    local fit = ms < capacity_ms or (ms == capacity_ms and part <= ARGV[at + 3] + 0)
    buckets[i], fits[i] = bucket, fit
    if not fit and ARGV[at + 6] == '1' then admitted = false end
  end
  for i = 1, n do
    local at, key, bucket = a + (i - 1) * 6, k + (i - 1) * keys_each + 1, buckets[i]
    if admitted and fits[i] then
      bucket.dirty = true
      if lease ~= '' then
        local failure = hold(bucket, KEYS[key + 1], lease .. ' ' .. ARGV[at + 4] .. ' ' .. ARGV[at + 5], lease_ms,
          ARGV[at + 4] + 0, ARGV[at + 5] + 0, ARGV[at + 1] + 0)
        if failure then return say(failure) end
      else
        bucket.ms, bucket.part = bucket.ms + ARGV[at + 4], bucket.part + ARGV[at + 5]
        local limit = ARGV[at + 1] + 0
        if bucket.part >= limit then bucket.ms, bucket.part = bucket.ms + 1, bucket.part - limit end
      end
    end
    if bucket.dirty then
      local failure = write(KEYS[key], bucket)
      if failure then return say(failure) end
    end
  end
  say(admitted and 1 or 0)
  for i = 1, n do describe(fits[i], buckets[i]) end
end

local a, k, count = 0, 0, #ARGV
while a < count do
  local valid_until, lease, lease_ms = ARGV[a + 1] + 0, ARGV[a + 2], ARGV[a + 3] + 0
  local keys_each, n = ARGV[a + 4] + 0, ARGV[a + 5] + 0
  a = a + 5
  -- Sent to a server that hung: the caller gave up and decided otherwise, so counting now would count twice.
  if now_us > valid_until then say(2) else take(lease, lease_ms, keys_each, n, a, k) end
  a, k = a + n * 6, k + n * keys_each
end
return reply
`;
