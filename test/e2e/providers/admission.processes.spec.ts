import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runTypeScript, type Child } from '../../support/child-process.js';
import { startRedis } from '../../support/redis-server.js';
import { candidateOf, openGate, passOf, profileOf, requestOf } from './support/admission.js';

const script = (name: string): string => fileURLToPath(new URL(`support/${name}.ts`, import.meta.url));
const PROCESSES = 8;
const ROUNDS = 200;
const LIMIT = 20;

const figuresOf = async (child: Child, word: string): Promise<readonly number[]> => {
  const line = await child.waitForLine(new RegExp(`^${word} `), 100_000);
  return JSON.parse(line.slice(word.length + 1)) as number[];
};

const sums = (fleet: readonly (readonly number[])[]): readonly number[] =>
  Array.from({ length: ROUNDS }, (_, round) =>
    fleet.reduce((sum, one) => sum + (one[round] ?? Number.NaN), 0),
  );

describe('limits that 8 processes share through Redis', () => {
  it('let in exactly as many as there is room for, 200 times over, and get back what was not used', async () => {
    await using redis = await startRedis();
    await using children = new AsyncDisposableStack();
    const fleet = await Promise.all(
      Array.from({ length: PROCESSES }, () =>
        runTypeScript(script('admission-process'), { args: [redis.url, String(ROUNDS), String(LIMIT)] }),
      ),
    );
    for (const child of fleet) children.use(child);
    for (const child of fleet) await child.waitForLine(/^ready$/, 100_000);
    for (const child of fleet) child.signal('SIGUSR2');
    const entered = await Promise.all(fleet.map((child) => figuresOf(child, 'entered')));
    // They have met: no process was alone for long.
    for (const counts of entered)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(ROUNDS / 10);
    expect(sums(entered)).toEqual(Array.from({ length: ROUNDS }, () => LIMIT));

    for (const child of fleet) child.signal('SIGUSR2');
    const used = sums(await Promise.all(fleet.map((child) => figuresOf(child, 'used'))));
    // What is decided without Redis is not shared: then the figures below would say nothing.
    for (const child of fleet) await child.waitForLine(/^outages 0$/);
    const limits = { requestsPerDay: LIMIT, tokensPerDay: LIMIT * 100 };
    const gate = await openGate({
      limits: { groq: { limits } },
      redis: { url: redis.url },
      prefix: 'fleet',
      storeDeadlineMs: 1_000,
    });
    for (const [round, count] of used.entries()) {
      const candidate = candidateOf(`groq/${round}`);
      const left = LIMIT * 100 - count * 70;
      // In a minute of a busy machine less than three tokens come back.
      expect(await gate.enter(requestOf(candidate, profileOf(left, 4)))).toMatchObject({ kind: 'refused' });
      passOf(await gate.enter(requestOf(candidate, profileOf(left, 0))));
    }
    await gate.close();
    for (const child of fleet) expect(await child.endsWithin(10_000)).toEqual({ code: 0, signal: null });
  }, 150_000);

  it('return what a process held that was killed, once its lease ends, to those who wait', async () => {
    await using redis = await startRedis();
    await using child = await runTypeScript(script('admission-crasher'), { args: [redis.url] });
    await child.waitForLine(/^entered$/);
    await child.kill();
    const gate = await openGate({
      limits: { groq: { limits: { tokensPerDay: 1_000 } } },
      redis: { url: redis.url },
      prefix: 'crash',
      storeDeadlineMs: 1_000,
    });
    const wait = { waitAtMostMs: 15_000 };
    passOf(await gate.enter(requestOf(candidateOf('groq/a'), profileOf(600, 400), wait)));
    await gate.close();
  }, 30_000);
});
