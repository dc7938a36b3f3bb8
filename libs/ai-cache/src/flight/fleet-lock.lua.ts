/**
 * Begins a computation that the whole fleet does once.
 * KEYS: lock, entry. ARGV: token, lease in ms, '1' when the entry is known to be of no use.
 * Answers 'there' when the entry exists, 'locked' when this token has the lock now, and 'busy' otherwise.
 */
export const ACQUIRE_LUA = `
if ARGV[3] ~= '1' and redis.call('EXISTS', KEYS[2]) == 1 then return 'there' end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 'locked' end
return 'busy'
`;

/** KEYS: lock. ARGV: token, lease in ms. Answers 1 while the lock is this token's. */
export const RENEW_LUA = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/** KEYS: lock. ARGV: token, channel, outcome. Deletes the lock if it is this token's, and wakes those who wait in any case. */
export const RELEASE_LUA = `
local held = redis.call('GET', KEYS[1]) == ARGV[1]
if held then redis.call('DEL', KEYS[1]) end
redis.call('PUBLISH', ARGV[2], ARGV[3])
return held and 1 or 0
`;
