/**
 * The log of one tenant is one sorted set, so that Redis loses all of it or nothing, whether by eviction, expiry or
 * FLUSHDB: a name without its version would look as if it had never been invalidated. Members:
 *
 * - `#life`: a random number, made anew with the set. Nothing of another life is served.
 * - `#n`: the position of the last invalidation.
 * - `#floor`: names invalidated up to this position have been dropped; what is older than it is not served.
 * - every name that was invalidated since `#floor`, with the position of its last invalidation.
 *
 * The set expires later than every entry that was compared with it.
 */
const OPEN_LUA = `
local log = KEYS[1]
local function open(candidate, retention)
  local life = redis.call('ZSCORE', log, '#life')
  if not life then
    life = candidate
    redis.call('DEL', log)
    redis.call('ZADD', log, life, '#life', 0, '#n', 0, '#floor')
    redis.call('PEXPIRE', log, retention)
  end
  return life
end
`;

/**
 * Reads the log.
 *
 * - KEYS: the log. ARGV: a life in case there is none, how long to keep the log (ms), names.
 * - Answer: life, position, floor, then the position of each name, 0 for never.
 */
export const READ_LUA = `${OPEN_LUA}
local reply = { open(ARGV[1], ARGV[2]), redis.call('ZSCORE', log, '#n'), redis.call('ZSCORE', log, '#floor') }
for i = 3, #ARGV do reply[i + 1] = redis.call('ZSCORE', log, ARGV[i]) or '0' end
return reply
`;

/**
 * Stores an entry if nothing that it depends on was invalidated after its stamp.
 *
 * - KEYS: the log, the entry. ARGV: life and position of the stamp, lifetime of the entry (ms), how long to keep the log
 *   (ms), the entry, names.
 * - Answer: 1 when it was stored, 0 when it is outdated, -1 when it is of another life.
 */
export const COMMIT_LUA = `
local log, asOf = KEYS[1], tonumber(ARGV[2])
if redis.call('ZSCORE', log, '#life') ~= ARGV[1] then return -1 end
if tonumber(redis.call('ZSCORE', log, '#floor')) > asOf then return 0 end
for i = 6, #ARGV do
  local version = redis.call('ZSCORE', log, ARGV[i])
  if version and tonumber(version) > asOf then return 0 end
end
redis.call('SET', KEYS[2], ARGV[5], 'PX', ARGV[3])
redis.call('PEXPIRE', log, ARGV[4])
return 1
`;

/**
 * Invalidates names, deletes entries that go with them, and tells every process.
 *
 * - KEYS: the log, entries to delete. ARGV: a life in case there is none, how long to keep the log (ms), most names in the
 *   log, the channel, sender, number that the sender gave it, tag of the tenant, names.
 * - Answer: life and position.
 * - Message: sender, number, tag, life, position and names, with spaces between.
 */
export const INVALIDATE_LUA = `${OPEN_LUA}
local life = open(ARGV[1], ARGV[2])
local n = redis.call('ZINCRBY', log, 1, '#n')
for i = 8, #ARGV do redis.call('ZADD', log, n, ARGV[i]) end
local size, most = redis.call('ZCARD', log), tonumber(ARGV[3])
if size > most then
  -- Begins with '#floor' and the oldest names; '#n' and '#life' come last.
  local oldest = redis.call('ZRANGE', log, math.floor(most / 4), math.floor(most / 4), 'WITHSCORES')
  local floor = math.min(tonumber(oldest[2]), n - 1)
  redis.call('ZREMRANGEBYSCORE', log, '-inf', floor)
  redis.call('ZADD', log, floor, '#floor')
end
redis.call('PEXPIRE', log, ARGV[2])
for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
local message = { ARGV[5], ARGV[6], ARGV[7], life, n }
for i = 8, #ARGV do message[i - 2] = ARGV[i] end
redis.call('PUBLISH', ARGV[4], table.concat(message, ' '))
return { life, n }
`;
