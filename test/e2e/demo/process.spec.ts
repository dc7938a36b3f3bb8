import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runTypeScript, type Child } from '../../support/child-process.js';
import { startTestDemo } from './support/demo.js';

const MAIN = fileURLToPath(new URL('../../../apps/demo/src/main.ts', import.meta.url));
const NO_KEYS = {
  PORT: '0',
  GROQ_API_KEY: undefined,
  OPENAI_API_KEY: undefined,
  ANTHROPIC_API_KEY: undefined,
  REDIS_URL: undefined,
};

/** What the issue promises; the process is awaited a little longer on a busy machine, and measured. */
const ENDS_WITHIN_MS = 2_000;

async function urlOf(child: Child): Promise<string> {
  const line = await child.waitForLine(/is listening on/, 30_000);
  return line.replace(/^.*listening on /, '').trim();
}

describe('the demo as a process', () => {
  it('without keys starts the simulator, says so once, answers, and ends by itself on Ctrl-C with connections open', async () => {
    await using child = await runTypeScript(MAIN, { env: { ...NO_KEYS, SIMULATOR_LATENCY_MS: '0' } });
    const url = await urlOf(child);
    const ask = (path: string): Promise<Response> =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'Who was Ada Lovelace?' }),
      });
    expect(await (await ask('/v1/query')).json()).toMatchObject({ cached: false, providerUsed: 'groq' });
    expect(await (await ask('/v1/query')).json()).toMatchObject({ cached: true });
    expect(child.stdout.match(/no key was found/g)).toHaveLength(1);
    expect(child.stdout.match(/is listening on/g)).toHaveLength(1);

    const stream = await fetch(`${url}/v1/query/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'A question that is still being answered' }),
    });
    const reader = stream.body?.getReader();
    await reader?.read();
    const began = performance.now();
    child.signal('SIGINT');
    await child.endsWithin(ENDS_WITHIN_MS);
    expect(performance.now() - began).toBeLessThan(ENDS_WITHIN_MS);
    expect(child.stderr).toBe('');
    await reader?.cancel().catch(() => undefined);
  });

  it('with a broken configuration refuses to start: exit code 78, every finding, nothing listening, no value shown', async () => {
    await using child = await runTypeScript(MAIN, {
      env: {
        ...NO_KEYS,
        PORT: 'eighty-canary',
        REDIS_URL: 'postgres://user:canary@host',
        CACHE_TTL_MS: '-1',
      },
    });
    const { code } = await child.endsWithin(20_000);
    expect(code).toBe(78);
    for (const variable of ['PORT', 'REDIS_URL', 'CACHE_TTL_MS']) expect(child.stderr).toContain(variable);
    expect(child.stderr + child.stdout).not.toContain('canary');
    expect(child.stdout).not.toContain('listening');
    expect(child.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('says in one line that its port is taken', async () => {
    await using demo = await startTestDemo();
    const { port } = new URL(demo.demo.url);
    await using child = await runTypeScript(MAIN, { env: { ...NO_KEYS, PORT: port } });
    expect((await child.endsWithin(20_000)).code).toBe(1);
    expect(child.stderr.trim()).toBe(
      `Port ${port} is taken by another program. Stop that one, or start with another port: PORT=3100 npm start`,
    );
  });
});

describe('two applications in one process', () => {
  it('started and stopped twice share nothing', async () => {
    for (let round = 0; round < 2; round++) {
      await using one = await startTestDemo();
      await using other = await startTestDemo();
      await one.post('/v1/query', { query: 'What is shared?' });
      await one.post('/v1/providers/switch', { provider: 'openai', reason: 'test' });
      const answer: unknown = await (await other.post('/v1/query', { query: 'What is shared?' })).json();
      expect(answer).toMatchObject({ cached: false, providerUsed: 'groq' });
      const burst = await Promise.all(
        Array.from({ length: 40 }, () => one.post('/v1/query', { query: 'What is shared?' })),
      );
      expect(burst.some(({ status }) => status === 429)).toBe(true);
      expect((await other.post('/v1/query', { query: 'What is shared?' })).status).toBe(200);
    }
  });

  it('leave no handle: a process that starts and stops two of them twice ends by itself', async () => {
    const script = fileURLToPath(new URL('./support/two-applications.ts', import.meta.url));
    await using child = await runTypeScript(script);
    await child.waitForLine(/all closed/, 30_000);
    expect((await child.endsWithin(2_000)).code).toBe(0);
  });
});
