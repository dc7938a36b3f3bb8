/**
 * One exchange of a process with the board: its changes go in, and everything on the board comes out if it has changed
 * since the process last saw it. Atomic; times are Redis' own, so the clocks of the processes need not agree.
 *
 * KEYS[1] the board, a hash: `@epoch` names its life (another one after Redis has lost it), `@version` counts changes, every
 *         other field is an entry `endsAtMs value`, where 0 is without an end and an empty value says that it was removed.
 * ARGV    a name for a new life, the epoch and version that the process knows, how long to remember a removal in ms, then
 *         for each change: mode (latest, longest, restore, remove), field, ms it lasts (0: without an end), value.
 *
 * A removal is remembered for a while, because others may still restore what they know after Redis has lost the board.
 *
 * Returns {epoch, version, 0} when nothing is new to the process, or else {epoch, version, 1, field, ms left (0: without
 * an end), value, ...}.
 */
export const SYNC_LUA = `
local board = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local epoch = redis.call('HGET', board, '@epoch')
local version = 0
if epoch then
  version = tonumber(redis.call('HGET', board, '@version'))
else
  epoch = ARGV[1]
  redis.call('HSET', board, '@epoch', epoch, '@version', 0)
end

local function read(text)
  local ends, value = string.match(text, '^(%d+) (.*)$')
  return tonumber(ends), value
end
local function inForce(ends)
  return ends == 0 or ends > now
end
local function endAfter(ms)
  return ms == 0 and 0 or now + ms
end
local function isNewer(mode, field, ends)
  local text = redis.call('HGET', board, field)
  if not text then return true end
  local there, value = read(text)
  local alive = value ~= '' and inForce(there)
  if mode == 'remove' then return alive end
  if mode == 'restore' then return not inForce(there) end
  return mode == 'latest' or not alive or (there ~= 0 and (ends == 0 or ends > there))
end

local before = version
for i = 5, #ARGV, 4 do
  local mode, field, ms, value = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]
  local ends = endAfter(ms)
  if isNewer(mode, field, ends) then
    if mode == 'remove' then
      ends = now + tonumber(ARGV[4])
      value = ''
    end
    redis.call('HSET', board, field, string.format('%.0f %s', ends, value))
    version = version + 1
  end
end
if version ~= before then
  redis.call('HSET', board, '@version', version)
end
if epoch == ARGV[2] and version == tonumber(ARGV[3]) then
  return {epoch, version, 0}
end

local reply = {epoch, version, 1}
local all = redis.call('HGETALL', board)
local last = 0
for i = 1, #all, 2 do
  if string.sub(all[i], 1, 1) ~= '@' then
    local ends, value = read(all[i + 1])
    if not inForce(ends) then
      redis.call('HDEL', board, all[i])
    else
      if ends == 0 then last = math.huge else last = math.max(last, ends) end
      if value ~= '' then
        reply[#reply + 1] = all[i]
        reply[#reply + 1] = ends == 0 and 0 or ends - now
        reply[#reply + 1] = value
      end
    end
  end
end
if last == math.huge then
  redis.call('PERSIST', board)
else
  redis.call('PEXPIREAT', board, string.format('%.0f', math.max(last, now) + 86400000))
end
return reply
`;
