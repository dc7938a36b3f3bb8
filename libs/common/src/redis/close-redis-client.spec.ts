import { expect, it } from 'vitest';
import { startRedis } from '../../../../test/support/redis-server.js';
import { closeRedisClient } from './close-redis-client.js';
import { createRedisClient } from './redis-client.js';
import { waitUntilReady } from './wait-until-ready.js';

it('a client of a hung server is closed at once: its socket is gone and its commands have failed', async () => {
  await using redis = await startRedis();
  const client = createRedisClient({ url: redis.url, commandTimeout: '1m' });
  expect(await waitUntilReady(client, 5_000)).toBe(true);
  const { stream } = client;
  redis.freeze();
  const pending = client.get('key');
  closeRedisClient(client);
  expect(stream.destroyed).toBe(true);
  await expect(pending).rejects.toThrow(/closed/i);
  redis.thaw();
});
