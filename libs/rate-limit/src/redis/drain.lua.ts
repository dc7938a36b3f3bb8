import { BUCKET_LUA } from './bucket.lua.js';

/**
 * Lowers what remains in buckets to what is known from elsewhere, open reservations included; a bucket in which less
 * remains is left as it is. So it may come from many processes, and twice.
 *
 * - ARGV: valid until (us of Redis' clock); for each bucket: limit, least load ms, least load part.
 * - KEYS: the buckets.
 * - Answer: now (us), and 1, or 2 when it came too late: what it knew is out of date.
 */
export const DRAIN_LUA = `${BUCKET_LUA}
if now_us > ARGV[1] + 0 then return { now_us, 2 } end
for i = 1, #KEYS do
  local at = 1 + (i - 1) * 3
  local limit, least_ms, least_part = ARGV[at + 1] + 0, ARGV[at + 2] + 0, ARGV[at + 3] + 0
  local bucket, failure = read(KEYS[i])
  if not bucket then return redis.error_reply(failure) end
  local ms, part = bucket.ms + bucket.held_ms, bucket.part + bucket.held_part
  if part >= limit then ms, part = ms + 1, part - limit end
  if ms < least_ms or (ms == least_ms and part < least_part) then
    bucket.ms, bucket.part = least_ms - bucket.held_ms, least_part - bucket.held_part
    if bucket.part < 0 then bucket.ms, bucket.part = bucket.ms - 1, bucket.part + limit end
    failure = write(KEYS[i], bucket)
    if failure then return redis.error_reply(failure) end
  end
end
return { now_us, 1 }
`;
