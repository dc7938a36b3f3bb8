import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runTypeScript, type Child } from '../../support/child-process.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';
import { eventually } from './support/eventually.js';
import { RedisInspector } from './support/redis-inspector.js';

const program = fileURLToPath(new URL('support/stream-process.ts', import.meta.url));
const PROCESSES = 4;
const READERS = 250;

let redis: RedisServer;
let inspector: RedisInspector;

beforeAll(async () => {
  redis = await startRedis();
  inspector = new RedisInspector(redis.url);
});

afterAll(async () => {
  await inspector[Symbol.asyncDispose]();
  await redis.stop();
});

const join = (options: Parameters<typeof startCacheApp>[0] = {}): Promise<CacheApp> =>
  startCacheApp({ l2: { url: redis.url }, l2DeadlineMs: 5_000, ...options });

const request = { namespace: 's', key: 'k', tags: ['t'] };

/** A source whose chunks are let out by hand. */
function source() {
  const chunks: string[] = [];
  const opened: AbortSignal[] = [];
  let state: { readonly error?: Error | undefined } | undefined;
  return {
    opened,
    async *open(this: void, signal: AbortSignal): AsyncGenerator<string> {
      opened.push(signal);
      for (;;) {
        signal.throwIfAborted();
        const chunk = chunks.shift();
        if (chunk !== undefined) yield chunk;
        else if (state === undefined) await sleep(2);
        else if (state.error) throw state.error;
        else return;
      }
    },
    say: (...more: readonly string[]) => void chunks.push(...more),
    end: (error?: Error) => void (state = { error }),
  };
}

async function all(chunks: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return read;
}

const locks = async (): Promise<number> => (await inspector.client.keys('*:lock')).length;
const isLed = (): Promise<number> => eventually(locks, (count) => count === 1);
const isFree = (): Promise<number> => eventually(locks, (count) => count === 0);

describe('a stream in 4 processes', () => {
  let children: Child[];

  beforeAll(async () => {
    await inspector.client.flushall();
    const args = [redis.url, String(READERS)];
    children = await Promise.all(Array.from({ length: PROCESSES }, () => runTypeScript(program, { args })));
    await Promise.all(children.map((child) => child.waitForLine(/^ready/, 60_000)));
  }, 70_000);

  afterAll(() => Promise.all(children.map((child) => child.kill())));

  const go = async (key: string): Promise<void> =>
    void expect(await inspector.client.publish('go', key)).toBe(children.length);

  const readOf = async (child: Child, key: string): Promise<unknown> => {
    const line = await child.waitForLine(new RegExp(`^read ${key} `), 30_000);
    return JSON.parse(line.slice(`read ${key} `.length));
  };

  const whole = (nth: number): string => Array.from({ length: 50 }, (_, n) => `${nth}.${n}`).join(' ');

  /** Kills the process that has opened the stream. */
  async function killLeader(key: string): Promise<void> {
    const leader = await Promise.any(
      children.map(async (child) => {
        await child.waitForLine(new RegExp(`^opened ${key} 1$`));
        return child;
      }),
    );
    const others = children.filter((child) => child !== leader);
    if (key === 'cut') await Promise.all(others.map((child) => child.waitForLine(/^begun cut/)));
    await leader.kill();
    children = others;
  }

  it('is opened once for 1,000 readers, and each gets the same chunks', async () => {
    await go('k');
    expect(await Promise.all(children.map((child) => readOf(child, 'k')))).toEqual(
      children.map(() => ({ [whole(1)]: READERS })),
    );
    expect(await inspector.client.get('opened:k')).toBe('1');
  }, 60_000);

  it('is cut off for all who have a part of it when the process that produces it is killed', async () => {
    await go('cut');
    await killLeader('cut');
    // The process may die before its second chunk has left it.
    const cut = expect.stringMatching(/^1\.0(?: 1\.1)? CACHE_STREAM_INTERRUPTED$/) as unknown;
    const read = await Promise.all(children.map((child) => readOf(child, 'cut')));
    // How many readers of the process got what.
    expect(read.map((counts) => Object.entries(counts as object))).toEqual(
      children.map(() => [[cut, READERS]]),
    );
  }, 60_000);

  it('is taken over by exactly one other when that process is killed before the first chunk', async () => {
    await go('silent');
    await killLeader('silent');
    expect(await Promise.all(children.map((child) => readOf(child, 'silent')))).toEqual(
      children.map(() => ({ [whole(2)]: READERS })),
    );
    expect(await inspector.client.get('opened:silent')).toBe('2');
  }, 60_000);
});

describe('a stream across processes', () => {
  beforeEach(() => inspector.client.flushall());

  it('is followed from its first chunk while it runs, kept at its end, and leaves nothing behind', async () => {
    await using one = await join();
    await using other = await join();
    const connections = await inspector.otherClients();
    const { open, say, end, opened } = source();
    const led = one.cache.stream(request, open);
    await isLed();
    const followed = other.cache.stream(request, open);
    say('the', 'quick', 'brown');
    const { chunks, hit } = await followed;
    expect(hit).toMatchObject({ tier: 'flight', kind: 'exact' });
    expect((await chunks.next()).value).toBe('the');
    const late = await other.cache.stream(request, open);
    const rest = Array.from({ length: 500 }, (_, n) => String(n));
    say(...rest);
    end();
    const whole = ['the', 'quick', 'brown', ...rest];
    const leader = await led;
    expect(leader.hit).toBeUndefined();
    expect(await all(leader.chunks)).toEqual(whole);
    expect(await all(chunks)).toEqual(whole.slice(1));
    expect(await all(late.chunks)).toEqual(whole);
    expect(opened).toHaveLength(1);
    expect(await inspector.calls('xadd')).toBeLessThan(500); // in batches
    await isFree();
    const stored = await other.cache.stream(request, open);
    expect([stored.hit?.tier, await all(stored.chunks)]).toEqual(['l2', whole]);
    expect(opened).toHaveLength(1);
    for (const key of await inspector.keys()) expect(await inspector.client.pttl(key)).toBeGreaterThan(0);
    await eventually(
      () => inspector.otherClients(),
      (clients) => clients === connections,
    );
  });

  it('that fails is an interruption for who has a part of it in another process; then others may try', async () => {
    await using one = await join();
    await using other = await join();
    const failing = source();
    const led = one.cache.stream(request, failing.open).then(({ chunks }) => all(chunks));
    led.catch(() => undefined);
    await isLed();
    failing.say('a');
    const { chunks } = await other.cache.stream(request, failing.open);
    expect(await chunks.next()).toEqual({ done: false, value: 'a' });
    failing.end(new Error('upstream'));
    await expect(chunks.next()).rejects.toMatchObject({ retryable: true, details: { why: 'failed' } });
    await expect(led).rejects.toThrow('upstream');
    await isFree();
    const working = source();
    working.say('b');
    working.end();
    expect(await all((await other.cache.stream(request, working.open)).chunks)).toEqual(['b']);
    expect(working.opened).toHaveLength(1);
  });

  it('goes on in its own process when a follower leaves, and in no process when its own readers have left', async () => {
    await using one = await join();
    await using other = await join();
    const { open, say, opened } = source();
    const led = one.cache.stream(request, open);
    await isLed();
    const connections = await inspector.otherClients();
    say('a');
    const caller = new AbortController();
    const leaving = await other.cache.stream(request, open, { signal: caller.signal });
    expect((await leaving.chunks.next()).value).toBe('a');
    const left = leaving.chunks.next();
    left.catch(() => undefined);
    caller.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    await eventually(
      () => inspector.otherClients(),
      (clients) => clients === connections,
    );
    const staying = await other.cache.stream(request, open);
    say('b');
    const { chunks } = await led;
    expect([(await chunks.next()).value, (await chunks.next()).value]).toEqual(['a', 'b']);
    expect(opened[0]?.aborted).toBe(false);
    await chunks.return?.();
    expect(opened[0]?.aborted).toBe(true);
    await expect(all(staying.chunks)).rejects.toMatchObject({ details: { why: 'failed' } });
    expect(opened).toHaveLength(1);
  });

  it('is not followed by who comes after an invalidation that came after its beginning', async () => {
    await using one = await join();
    await using other = await join();
    const before = source();
    const led = one.cache.stream(request, before.open);
    await isLed();
    before.say('old');
    expect(await one.cache.invalidate({ tags: ['t'] })).toMatchObject({ reached: 'everyone' });
    const after = source();
    after.say('new');
    after.end();
    expect(await all((await other.cache.stream(request, after.open)).chunks)).toEqual(['new']);
    expect(await all((await one.cache.stream(request, after.open)).chunks)).toEqual(['new']);
    before.end();
    expect(await all((await led).chunks)).toEqual(['old']);
    await isFree();
    expect(await all((await other.cache.stream(request, after.open)).chunks)).toEqual(['new']);
  });

  it('is cut off for others where it grows beyond the bound, and its own readers have all of it', async () => {
    await using one = await join();
    await using other = await join();
    const { open, say, end } = source();
    const led = one.cache.stream(request, open);
    await isLed();
    const part = 'x'.repeat(3 * 1024 * 1024);
    say(part);
    const { chunks } = await other.cache.stream(request, open);
    expect((await chunks.next()).value).toBe(part);
    const own = led.then(({ chunks: mine }) => all(mine));
    say(part, part, part);
    end();
    await expect(all(chunks)).rejects.toMatchObject({ details: { why: 'too-large' } });
    expect((await own).map(({ length }) => length)).toEqual(Array.from({ length: 4 }, () => part.length));
  });

  it('shows nothing of itself in Redis with encryption, and what was changed there is not handed out', async () => {
    const encryption = { keys: [{ id: 'a', secret: randomBytes(32) }] };
    await using one = await join({ encryption });
    await using other = await join({ encryption });
    const { open, say, end } = source();
    const led = one.cache.stream(request, open);
    await isLed();
    say('canary one');
    const { chunks } = await other.cache.stream(request, open);
    expect((await chunks.next()).value).toBe('canary one');
    const [key = ''] = await inspector.client.keys('*:stream:*');
    const entries = await inspector.client.xrange(key, '-', '+');
    expect(JSON.stringify(entries)).not.toContain('canary');
    const sealed = entries.at(-1)?.[1].at(-1) ?? '';
    await inspector.client.xadd(key, '*', 'c', sealed); // the same chunk again
    await expect(chunks.next()).rejects.toMatchObject({ details: { why: 'failed' } });
    end();
    expect(await all((await led).chunks)).toEqual(['canary one']);
  });
});

describe('a stream while Redis hangs', () => {
  it('goes on in its process, others are cut off, and a new one waits for the deadline at most', async () => {
    await using server = await startRedis();
    await using one = await join({ l2: { url: server.url }, l2DeadlineMs: 250 });
    await using other = await join({ l2: { url: server.url }, l2DeadlineMs: 250 });
    const { open, say, end, opened } = source();
    const led = one.cache.stream(request, open);
    await eventually(
      () => opened.length,
      (count) => count === 1,
    );
    say('a');
    const followed = await other.cache.stream(request, open);
    expect((await followed.chunks.next()).value).toBe('a');
    server.freeze();
    try {
      const joined = await one.cache.stream(request, open);
      say('b');
      end();
      expect(await all(joined.chunks)).toEqual(['a', 'b']);
      expect(await all((await led).chunks)).toEqual(['a', 'b']);
      await expect(all(followed.chunks)).rejects.toMatchObject({ details: { why: 'redis-lost' } });
      const fresh = source();
      fresh.say('own');
      fresh.end();
      const startedMs = performance.now();
      expect(await all((await other.cache.stream({ ...request, key: 'k2' }, fresh.open)).chunks)).toEqual([
        'own',
      ]);
      // One deadline of 250 ms; the rest is room for a busy machine.
      expect(performance.now() - startedMs).toBeLessThan(1_000);
    } finally {
      server.thaw();
    }
  });
});
