import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { eventually } from './support/eventually.js';
import { joinFleet } from './support/fleet-member.js';
import { RedisInspector } from './support/redis-inspector.js';

const streamer = fileURLToPath(new URL('support/fleet-streamer.ts', import.meta.url));

let redis: RedisServer;
let inspector: RedisInspector;

beforeAll(async () => {
  redis = await startRedis();
  inspector = new RedisInspector(redis.url);
});

beforeEach(() => inspector.client.flushall());

afterAll(async () => {
  await inspector[Symbol.asyncDispose]();
  await redis.stop();
});

async function all(chunks: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return read;
}

/** A source whose words are let out by hand. */
function source(): {
  open: () => AsyncGenerator<string>;
  say: (...words: readonly string[]) => void;
  end: (error?: Error) => void;
  opened: () => number;
} {
  const words: string[] = [];
  let opened = 0;
  let state: { readonly error?: Error | undefined } | undefined;
  return {
    opened: () => opened,
    async *open() {
      opened += 1;
      for (;;) {
        const word = words.shift();
        if (word !== undefined) yield word;
        else if (state === undefined) await sleep(2);
        else if (state.error) throw state.error;
        else return;
      }
    },
    say: (...more) => void words.push(...more),
    end: (error) => void (state = { error }),
  };
}

const isLed = (key: string): Promise<number> =>
  eventually(
    () => inspector.client.exists(`{test}:${key}:lock`),
    (locks) => locks === 1,
  );

describe('a stream across processes', () => {
  it('is produced once, followed from its first chunk while it runs, and stored at its end', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url);
    await using third = await joinFleet(redis.url);
    const { open, say, end, opened } = source();
    const led = all(one.stream('k', open));
    await isLed('k');
    const followers = [1, 2, 3].map(() => all(other.stream('k', open)));
    say('the', 'quick', 'brown');
    await eventually(
      () => inspector.calls('xadd'),
      (calls) => calls > 0,
    );
    const late = all(third.stream('k', open));
    await eventually(
      () => inspector.otherClients(),
      (clients) => clients === 8, // two of each of the three, and one of each that follows
    );
    say(...Array.from({ length: 500 }, (_, n) => String(n)));
    end();
    const whole = ['the', 'quick', 'brown', ...Array.from({ length: 500 }, (_, n) => String(n))];
    for (const read of [led, ...followers, late]) expect(await read).toEqual(whole);
    expect(opened()).toBe(1);
    expect(await inspector.calls('xadd')).toBeLessThan(500); // in batches
    await eventually(
      () => inspector.client.exists('{test}:k:lock'),
      (locks) => locks === 0,
    );
    // What comes afterwards is served from the store.
    expect(await all(third.stream('k', open))).toEqual(whole);
    expect(opened()).toBe(1);
    for (const key of await inspector.keys()) expect(await inspector.client.pttl(key)).toBeGreaterThan(0);
    await eventually(
      () => inspector.otherClients(),
      (clients) => clients === 6,
    );
  });

  it('is taken over before its first chunk and cut off after it, when the process that produces it is killed', async () => {
    await using one = await joinFleet(redis.url, { leaseMs: 1_500 });
    await using other = await joinFleet(redis.url, { leaseMs: 1_500 });
    await using child = await runTypeScript(streamer, { args: [redis.url] });
    await child.waitForLine(/^got one/, 60_000);
    const { open, say, end, opened } = source();
    const takenOver = [one, other].map((member) => all(member.stream('silent', open)));
    const cut = one.stream('cut', open);
    expect(await cut.next()).toEqual({ done: false, value: 'one' });
    await child.kill();
    await expect(cut.next()).rejects.toMatchObject({
      code: 'CACHE_STREAM_INTERRUPTED',
      retryable: true,
      details: { why: 'leader-lost' },
    });
    say('a', 'b');
    end();
    expect(await Promise.all(takenOver)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(opened()).toBe(1);
  }, 90_000);

  it('tells its failure as an interruption to who has a part of it, and lets the others try', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url);
    const failing = source();
    const led = all(one.stream('k', failing.open)).catch((error: unknown) => error);
    await isLed('k');
    failing.say('a');
    const follower = other.stream('k', failing.open);
    expect(await follower.next()).toEqual({ done: false, value: 'a' });
    failing.end(new Error('upstream'));
    await expect(follower.next()).rejects.toMatchObject({ details: { why: 'failed' } });
    expect(await led).toMatchObject({ message: 'upstream' });
    await eventually(
      () => inspector.client.exists('{test}:k:lock'),
      (locks) => locks === 0,
    );
    const working = source();
    working.end();
    expect(await all(other.stream('k', working.open))).toEqual([]);
    expect(working.opened()).toBe(1);
  });

  it('passes on no more than its bound, and its producer has all of it', async () => {
    await using one = await joinFleet(redis.url, { maxBytes: 10 });
    await using other = await joinFleet(redis.url);
    const { open, say, end } = source();
    const led = all(one.stream('k', open));
    await isLed('k');
    say('12345');
    const follower = other.stream('k', open);
    expect(await follower.next()).toEqual({ done: false, value: '12345' });
    say('678901');
    await expect(follower.next()).rejects.toMatchObject({ details: { why: 'too-large' } });
    end();
    expect(await led).toEqual(['12345', '678901']);
  });

  it('lets a follower leave at once, and closes its connection', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url);
    const { open, end } = source();
    const led = all(one.stream('k', open));
    await isLed('k');
    const caller = new AbortController();
    const follower = other.stream('k', open, caller.signal);
    const left = follower.next().catch((error: unknown) => error);
    await eventually(
      () => inspector.otherClients(),
      (clients) => clients === 5,
    );
    caller.abort(new Error('enough'));
    expect(await left).toMatchObject({ message: 'enough' });
    await eventually(
      () => inspector.otherClients(),
      (clients) => clients === 4,
    );
    end();
    expect(await led).toEqual([]);
  });

  it('is produced here as well when its first chunk does not come in time', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url, { waitForOthersMs: 80 });
    const slow = source();
    const led = all(one.stream('k', slow.open));
    await isLed('k');
    const own = source();
    own.say('own');
    own.end();
    expect(await all(other.stream('k', own.open))).toEqual(['own']);
    slow.end();
    expect(await led).toEqual([]);
  });

  it('is produced by each for itself while Redis is away', async () => {
    await using server = await startRedis();
    await using one = await joinFleet(server.url);
    await server.stop();
    const { open, say, end } = source();
    say('own');
    end();
    expect(await all(one.stream('k', open))).toEqual(['own']);
  });
});
