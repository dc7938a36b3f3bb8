/**
 * Processes that answer from memory hold a lease: a member of one sorted set, with the time of Redis (ms) at which it ends.
 * Who invalidates waits for those whose lease has not ended.
 */

/**
 * Renews a lease and pings its holder through pub/sub.
 *
 * - KEYS: the leases. ARGV: holder, length of a lease (ms), the holder's channel, the ping.
 * - Answer: 1 when the lease had not ended, 0 when it had, or was taken away.
 */
export const RENEW_LUA = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])
local kept = ends and tonumber(ends) > now and 1 or 0
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2] * 10)
redis.call('PUBLISH', ARGV[3], ARGV[4])
return kept
`;

/**
 * Who holds a lease.
 *
 * - KEYS: the leases. Answer: holder and ms until the lease ends, for each.
 */
export const HOLDERS_LUA = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf', 'WITHSCORES')
for i = 2, #reply, 2 do reply[i] = tonumber(reply[i]) - now end
return reply
`;

/**
 * Takes leases away, so that their holders notice that they have missed something.
 *
 * - KEYS: the leases. ARGV: holders. Answer: holder and ms until the lease would have ended, for each that had one.
 */
export const EXPEL_LUA = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = {}
for i = 1, #ARGV do
  local ends = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if ends and tonumber(ends) > now then
    reply[#reply + 1] = ARGV[i]
    reply[#reply + 1] = tonumber(ends) - now
  end
  redis.call('ZREM', KEYS[1], ARGV[i])
end
return reply
`;
