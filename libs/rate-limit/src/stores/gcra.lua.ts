/**
 * The same decision as `decideGcra`, in one atomic step on Redis' own clock.
 *
 * - KEYS[1] the bucket. Its value is `<TAT ms> <part>`, see span.ts.
 * - ARGV: validUntil (us of Redis' clock), limit, capacity ms, capacity part, cost ms, cost part.
 * - Answer: `{ 'admitted' | 'rejected' | 'stale', now (us), backlog ms, backlog part }`.
 *
 * Lua numbers are doubles: the largest here is microseconds since 1970 (1.8e15), below 2^53 (9.0e15). Products and
 * divisions are done by the caller; the script only adds and compares.
 */
export const GCRA_LUA = `
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
-- Sent to a server that hung: the caller gave up and decided otherwise, so counting now would count twice.
if now_us > tonumber(ARGV[1]) then return { 'stale', now_us, 0, 0 } end

local now = math.floor(now_us / 1000)
local limit = tonumber(ARGV[2])
local capacity_ms, capacity_part = tonumber(ARGV[3]), tonumber(ARGV[4])

local function exceeds(ms, part)
  return ms > capacity_ms or (ms == capacity_ms and part > capacity_part)
end

-- 1 ms longer than the backlog: Redis rounds its own clock, and a bucket must not vanish early.
local function keep(ms, part)
  local ttl = ms + 2
  redis.call('SET', KEYS[1], string.format('%.0f %.0f', now + ms, part), 'PX', string.format('%.0f', ttl))
end

local backlog_ms, backlog_part = 0, 0
local state = redis.call('GET', KEYS[1])
if state then
  local tat_ms, part = string.match(state, '^(%d+) (%d+)$')
  if not tat_ms then return redis.error_reply('CORRUPT not a bucket of this script') end
  if tonumber(tat_ms) >= now then backlog_ms, backlog_part = tonumber(tat_ms) - now, tonumber(part) end
  -- Only after Redis' clock was set back: without this repair the key would stay locked until it has caught up.
  if exceeds(backlog_ms, backlog_part) then
    backlog_ms, backlog_part = capacity_ms, capacity_part
    keep(backlog_ms, backlog_part)
  end
end

local ms, part = backlog_ms + tonumber(ARGV[5]), backlog_part + tonumber(ARGV[6])
if part >= limit then ms, part = ms + 1, part - limit end
if exceeds(ms, part) then return { 'rejected', now_us, backlog_ms, backlog_part } end
keep(ms, part)
return { 'admitted', now_us, ms, part }
`;
