import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { eventually } from '../cache/support/eventually.js';
import { RedisInspector } from '../cache/support/redis-inspector.js';
import { readEvents } from './support/events.js';
import { startTestDemo } from './support/demo.js';

let server: RedisServer;
let redis: RedisInspector;

beforeAll(async () => {
  server = await startRedis();
  redis = new RedisInspector(server.url);
});

afterAll(async () => {
  await redis[Symbol.asyncDispose]();
  await server.stop();
});

/** A key of a form that is known, and an address: the simulator repeats them out of the question. */
const KEY = `sk-proj-${randomBytes(54).toString('base64url').replaceAll(/[-_]/g, 'x')}T3BlbkFJ${randomBytes(54).toString('base64url').replaceAll(/[-_]/g, 'y')}`;
const ADDRESS = 'ada.lovelace@example.org';
const QUESTION = { query: `Repeat after me: my key is ${KEY} and I am ${ADDRESS}` };
const NEVER = [KEY, KEY.slice(8, 40), ADDRESS, Buffer.from(KEY).toString('base64').slice(4, 40)];

/** Keys of answers. */
function answers(): Promise<string[]> {
  return redis.client.keys('*:exact:answers:*');
}

it.each(['/v1/query', '/v1/query/stream'])(
  'a key or an address in an answer is neither shown nor stored, and the rest of the answer is (%s)',
  async (path) => {
    await using demo = await startTestDemo({ REDIS_URL: server.url });
    await redis.client.flushall();
    const response = await demo.post(path, QUESTION);
    const shown =
      path === '/v1/query'
        ? await response.text()
        : (await readEvents(response)).map(({ data }) => JSON.stringify(data)).join('');
    for (const secret of NEVER) expect(shown).not.toContain(secret);
    expect(shown).toContain('[redacted:');
    const again = await demo.post('/v1/query', QUESTION);
    const answer = (await again.json()) as { cached: boolean; result: string };
    expect(answer.cached).toBe(true);
    expect(answer.result).toContain('[redacted:');
    const everything = await redis.everything();
    expect(everything).toContain('[redacted:');
    for (const secret of NEVER) expect(everything).not.toContain(secret);
  },
);

it('nothing of an answer can be read in Redis when there are keys, and processes share it', async () => {
  const keys = `2026:${randomBytes(32).toString('base64')}`;
  const env = { REDIS_URL: server.url, CACHE_KEYS: keys };
  await redis.client.flushall();
  const question = { query: 'What is the capital of Burgundy?' };
  await using first = await startTestDemo(env);
  const answer = (await (await first.post('/v1/query', question)).json()) as { result: string };
  await using second = await startTestDemo(env);
  expect(await (await second.post('/v1/query', question)).json()).toMatchObject({
    cached: true,
    cache: { tier: 'l2' },
    result: answer.result,
  });
  const everything = await redis.everything();
  expect(everything).toContain(':exact:');
  expect(everything).not.toContain('Burgundy');
});

it('an answer that Redis has lost comes from the file, in which nothing of it can be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-cache-'));
  try {
    const file = join(folder, 'answers.sqlite');
    const keys = `2026:${randomBytes(32).toString('base64')}`;
    const env = { REDIS_URL: server.url, CACHE_KEYS: keys, CACHE_FILE: file };
    await redis.client.flushall();
    const question = { query: 'What is the capital of Aquitaine?' };
    {
      await using first = await startTestDemo(env);
      await first.post('/v1/query', question);
      await eventually(
        async () => (await answers()).length,
        (records) => records === 1,
      );
    }
    for (const key of await answers()) await redis.client.del(key);
    await using second = await startTestDemo(env);
    expect(await (await second.post('/v1/query', question)).json()).toMatchObject({
      cached: true,
      cache: { tier: 'l3' },
    });
    const files = await readdir(folder);
    const bytes = await Promise.all(files.map((name) => readFile(join(folder, name), 'latin1')));
    expect(bytes.join('')).toContain(':exact:');
    expect(bytes.join('')).not.toContain('Aquitaine');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
