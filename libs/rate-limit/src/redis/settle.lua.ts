import { BUCKET_LUA } from './bucket.lua.js';

/**
 * Charges what a reservation has really used instead of what it holds. It may come as late as it likes: a lease is settled
 * once, because the first time removes it.
 *
 * - ARGV: lease id; for each charge: limit, held ms, held part, actual ms, actual part.
 * - KEYS, for each charge: the bucket and its leases.
 * - Answer: now (us), and whether a lease had ended before (1 or 0).
 */
export const SETTLE_LUA = `${BUCKET_LUA}
local late = 0
for i = 1, #KEYS / 2 do
  local at, key, leases = 1 + (i - 1) * 5, KEYS[2 * i - 1], KEYS[2 * i]
  local limit = ARGV[at + 1] + 0
  local bucket, failure = read(key)
  if not bucket then return redis.error_reply(failure) end
  if redis.call('ZREM', leases, ARGV[1] .. ' ' .. ARGV[at + 2] .. ' ' .. ARGV[at + 3]) == 1 then
    release(bucket, limit, ARGV[at + 2] + 0, ARGV[at + 3] + 0)
    forget_next(bucket, leases)
  else
    late = 1
  end
  bucket.ms, bucket.part = bucket.ms + ARGV[at + 4], bucket.part + ARGV[at + 5]
  if bucket.part >= limit then bucket.ms, bucket.part = bucket.ms + 1, bucket.part - limit end
  failure = write(key, bucket)
  if failure then return redis.error_reply(failure) end
end
return { now_us, late }
`;
