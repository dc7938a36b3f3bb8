/**
 * How a bucket is kept on Redis, shared by the scripts.
 *
 * - `<bucket>` is a string of big-endian doubles: TAT (ms, part of a ms as numerator over the limit), time of the last
 *   write (ms); with open reservations also what they hold (ms, part), when the next and when the last lease ends (ms).
 * - `<bucket>:leases` is a sorted set of `<lease id> <ms> <part>`, by the end of the lease (ms).
 *
 * Lua numbers are doubles: the largest here is microseconds since 1970 (1.8e15), below 2^53 (9.0e15). Products and
 * divisions are done by the caller; the scripts only add and compare.
 */
export const BUCKET_LUA = `
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now = math.floor(now_us / 1000)

-- A bucket, or nil and the error to answer with.
local function read(key)
  local state = redis.pcall('GET', key)
  if not state then return { ms = 0, part = 0, held_ms = 0, held_part = 0, next = 0, last = 0 } end
  if type(state) == 'table' then return nil, state.err end
  if #state ~= 24 and #state ~= 56 then return nil, 'CORRUPT not a bucket of this script' end
  local tat, part, written, held_ms, held_part, next_end, last_end
  if #state == 24 then
    tat, part, written = struct.unpack('>ddd', state)
  else
    tat, part, written, held_ms, held_part, next_end, last_end = struct.unpack('>ddddddd', state)
  end
  -- Text of the same length, read as a number, is absurd.
  if not (written > 1e11 and written < 1e16) then return nil, 'CORRUPT not a bucket of this script' end
  local bucket = {
    ms = 0, part = 0, held_ms = held_ms or 0, held_part = held_part or 0, next = next_end or 0, last = last_end or 0,
  }
  -- Redis' clock was set back: without this the bucket would stay as it is until the clock has caught up.
  if written > now then tat, bucket.dirty = tat - (written - now), true end
  if tat >= now then bucket.ms, bucket.part = tat - now, part end
  return bucket
end

-- Keeps a bucket for as long as it differs from one that was never used. 2 ms more: parts of a ms are rounded up, and
-- Redis rounds its own clock. Gives the error, if there is one.
local function write(key, bucket)
  local state
  local lasts = bucket.ms
  if bucket.next > 0 then
    if bucket.last - now > lasts then lasts = bucket.last - now end
    state = struct.pack('>ddddddd', now + bucket.ms, bucket.part, now,
      bucket.held_ms, bucket.held_part, bucket.next, bucket.last)
  else
    state = struct.pack('>ddd', now + bucket.ms, bucket.part, now)
  end
  local done = redis.pcall('SET', key, state, 'PX', lasts + 2)
  return done.err
end

local function release(bucket, limit, ms, part)
  bucket.held_ms, bucket.held_part = bucket.held_ms - ms, bucket.held_part - part
  if bucket.held_part < 0 then bucket.held_ms, bucket.held_part = bucket.held_ms - 1, bucket.held_part + limit end
end

-- When the next lease ends, after one was removed.
local function forget_next(bucket, leases)
  local first = redis.call('ZRANGE', leases, 0, 0, 'WITHSCORES')
  if first[2] then
    bucket.next = first[2] + 0
  else
    bucket.held_ms, bucket.held_part, bucket.next, bucket.last = 0, 0, 0, 0
  end
end
`;
