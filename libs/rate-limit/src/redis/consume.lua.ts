/**
 * The decision of `decideGcra` for a batch of calls that have nothing to do with each other, each under one limit, on
 * Redis' own clock. It does what take.lua.ts does, in the common case and without a function or table per call: half of
 * the time that Redis spends.
 *
 * - KEYS, for each call: the bucket, see bucket.lua.ts.
 * - ARGV, for each call: valid until (us of Redis' clock), limit, capacity ms, capacity part, cost ms, cost part.
 * - Answer: now (us); for each call three values: a status, which is 1 (admitted), 0 (rejected), 2 (stale: valid no more),
 *   3 (the bucket has reservations: ask take.lua.ts) or the text of an error; backlog ms and part.
 */
export const CONSUME_LUA = `
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now = math.floor(now_us / 1000)
local pcall, pack, unpack = redis.pcall, struct.pack, struct.unpack
local reply, size = { now_us }, 1
for i = 1, #KEYS do
  local a, status, ms, part = i * 6, 2, 0, 0
  -- Sent to a server that hung: the caller gave up and decided otherwise, so counting now would count twice.
  if now_us <= ARGV[a - 5] + 0 then
    status = 0
    local dirty = false
    local state = pcall('GET', KEYS[i])
    if state then
      if type(state) == 'table' then
        status = state.err
      elseif #state == 56 then
        status = 3
      elseif #state ~= 24 then
        status = 'CORRUPT not a bucket of this script'
      else
        local tat, tat_part, written = unpack('>ddd', state)
        if not (written > 1e11 and written < 1e16) then status = 'CORRUPT not a bucket of this script' end
        if written > now then tat, dirty = tat - (written - now), true end
        if tat >= now then ms, part = tat - now, tat_part end
      end
    end
    if status == 0 then
      local limit, capacity = ARGV[a - 4] + 0, ARGV[a - 3] + 0
      local new_ms, new_part = ms + ARGV[a - 1], part + ARGV[a]
      if new_part >= limit then new_ms, new_part = new_ms + 1, new_part - limit end
      if new_ms < capacity or (new_ms == capacity and new_part <= ARGV[a - 2] + 0) then
        ms, part, status, dirty = new_ms, new_part, 1, true
      end
      if dirty then
        local done = pcall('SET', KEYS[i], pack('>ddd', now + ms, part, now), 'PX', ms + 2)
        if done.err then status = done.err end
      end
    end
  end
  reply[size + 1], reply[size + 2], reply[size + 3] = status, ms, part
  size = size + 3
end
return reply
`;
