import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTypeScript, type Child } from '../../support/child-process.js';

let child: Child;
let url: string;

beforeAll(async () => {
  child = await runTypeScript(fileURLToPath(new URL('support/http-app.ts', import.meta.url)));
  url = (await child.waitForLine(/^listening on /)).replace('listening on ', '');
});

afterAll(async () => {
  child.signal('SIGTERM');
  await child.endsWithin(5_000);
});

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/${path}`);
  return { status: response.status, body: await response.json() };
}

describe('@RateLimited on controllers', () => {
  it('keeps the parameters of a handler, and answers 429 with what a client needs and no key', async () => {
    expect(await get('limited/ann')).toEqual({ status: 200, body: { user: 'ann' } });
    expect(await get('limited/bob')).toEqual({ status: 200, body: { user: 'bob' } });
    expect(await get('limited/ann')).toEqual({
      status: 429,
      body: {
        name: 'RateLimitExceededError',
        code: 'RATE_LIMITED',
        message: 'The limit "http" of 1 per 1h is used up. Try again in 3600000 ms.',
        retryable: true,
        retryAfterMs: 3_600_000,
        details: { name: 'http', limit: 1, periodMs: 3_600_000, remaining: 0, retryAfterMs: 3_600_000 },
      },
    });
  });

  it('works above the route decorator, too', async () => {
    expect(await get('above/ann')).toEqual({ status: 200, body: { user: 'ann' } });
    expect(await get('above/ann')).toMatchObject({ status: 429 });
  });

  it('limits a request-scoped provider over all its instances', async () => {
    expect(await get('per-request')).toEqual({ status: 200, body: { text: 'answered' } });
    expect(await get('per-request')).toMatchObject({
      status: 429,
      body: { details: { name: 'per-request' } },
    });
  });

  it('streams from a limited handler', async () => {
    expect(await get('stream/abc')).toEqual({ status: 200, body: ['a', 'b', 'c'] });
  });
});
