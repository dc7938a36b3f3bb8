import { generateApiKey } from '@hydrogenai/security';
import { describe, expect, it } from 'vitest';
import { startTestDemo, type TestDemo } from './support/demo.js';

type Role = 'viewer' | 'operator' | 'auditor';
const JSON_BODY = { 'content-type': 'application/json' };

/** Every administrative endpoint, with a call that is right, and who may make it. */
const ENDPOINTS: readonly (readonly [
  method: string,
  path: string,
  body: object | undefined,
  ...roles: Role[],
])[] = [
  ['GET', '/v1/providers', undefined, 'viewer', 'operator'],
  ['POST', '/v1/providers/switch', { provider: 'openai', reason: 'r' }, 'operator'],
  ['POST', '/v1/providers/drain', { target: 'groq', reason: 'r' }, 'operator'],
  ['POST', '/v1/providers/resume', { target: 'groq', reason: 'r' }, 'operator'],
  ['GET', '/v1/usage', undefined, 'viewer', 'operator'],
  ['GET', '/v1/limits', undefined, 'viewer', 'operator'],
  ['GET', '/v1/cache/stats', undefined, 'viewer', 'operator'],
  ['POST', '/v1/cache/invalidate', { namespace: 'answers' }, 'operator'],
  ['GET', '/v1/config/report', undefined, 'viewer', 'operator', 'auditor'],
  ['GET', '/v1/audit', undefined, 'auditor'],
];

function call(
  { demo }: TestDemo,
  [method, path, body]: (typeof ENDPOINTS)[number],
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(demo.url + path, {
    method,
    headers: { ...(body ? JSON_BODY : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

interface Audit {
  readonly verdict: { readonly valid: boolean };
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

async function auditOf(demo: TestDemo): Promise<Audit> {
  const response = await fetch(`${demo.demo.url}/v1/audit?limit=1000`, { headers: demo.as('auditor') });
  expect(response.status).toBe(200);
  // The documented shape, of which the tests look at single fields.
  return (await response.json()) as Audit;
}

describe('the administrative endpoints', () => {
  it('are all in this table: the API documents know no other that needs a key', async () => {
    await using demo = await startTestDemo();
    const documents = (await (await demo.get('/docs-json')).json()) as {
      paths: Record<string, Record<string, { tags?: string[]; security?: unknown }>>;
    };
    const listed = Object.entries(documents.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => tags?.includes('administration'))
        .map(([method, { security }]) => [`${method.toUpperCase()} ${path}`, security]),
    );
    expect(new Map(listed as [string, unknown][])).toEqual(
      new Map(ENDPOINTS.map(([method, path]) => [`${method} ${path}`, [{ bearer: [] }]])),
    );
  });

  it('answer each role with what its permissions say, and nobody without a key', async () => {
    await using demo = await startTestDemo();
    const roles = ['viewer', 'operator', 'auditor'] as const;
    for (const endpoint of ENDPOINTS) {
      const [, path, , ...allowed] = endpoint;
      const none = await call(demo, endpoint, {});
      expect([path, none.status]).toEqual([path, 401]);
      expect(none.headers.get('www-authenticate')).toBe('Bearer');
      expect(await none.json()).toMatchObject({ code: 'NOT_AUTHENTICATED', retryable: false });
      for (const role of roles) {
        const { status } = await call(demo, endpoint, demo.as(role));
        expect([path, role, status]).toEqual([path, role, allowed.includes(role) ? 200 : 403]);
      }
    }
  });

  it('take a key that nobody knows for no key, and say so', async () => {
    await using demo = await startTestDemo();
    const stranger = generateApiKey().key.reveal();
    const response = await fetch(`${demo.demo.url}/v1/providers`, { headers: { 'x-api-key': stranger } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
    expect(await response.text()).not.toContain(stranger);
  });

  it('refuse before they read the body', async () => {
    await using demo = await startTestDemo();
    const response = await demo.postText('/v1/cache/invalidate', '{"broken', { authorization: '' });
    expect(response.status).toBe(401);
  });

  it('leave every call, allowed or refused, in a trail that is whole, and no key in it', async () => {
    await using demo = await startTestDemo();
    for (const endpoint of ENDPOINTS) {
      for (const headers of [{}, demo.as('viewer'), demo.as('operator')]) await call(demo, endpoint, headers);
    }
    const { verdict, records } = await auditOf(demo);
    expect(verdict).toMatchObject({ valid: true });
    const calls = records.map(({ action, decision }) => `${action} ${decision}`);
    for (const [, path, , ...allowed] of ENDPOINTS) {
      const [, , area = ''] = path.split('/');
      expect(calls.some((one) => one.startsWith(`${area}:`) && one.endsWith('denied'))).toBe(true);
      if (allowed.includes('operator')) {
        expect(calls.some((one) => one.startsWith(`${area}:`) && one.endsWith('allowed'))).toBe(true);
      }
    }
    // The call that reads the trail is in it as well.
    expect(records[0]).toMatchObject({ action: 'audit:read', decision: 'allowed' });
    const text = JSON.stringify(records);
    for (const role of ['viewer', 'operator', 'auditor'] as const) {
      expect(text).not.toContain(demo.as(role)['authorization']?.slice(7));
      expect(text).not.toContain(`demo-${role}`);
    }
  });

  it('know the callers of ACCESS_KEYS instead, whose hashes are all that is configured', async () => {
    const { key, hash } = generateApiKey();
    await using demo = await startTestDemo({ ACCESS_KEYS: `olga:operator:${hash}` });
    const headers = { authorization: `Bearer ${key.reveal()}` };
    const drained = await demo.post('/v1/providers/drain', { target: 'groq', reason: 'r' }, headers);
    expect(await drained.json()).toMatchObject({ drains: [{ target: 'groq', by: 'olga' }] });
    expect((await fetch(`${demo.demo.url}/v1/audit`, { headers })).status).toBe(403);
  });
});

describe('POST /v1/cache/invalidate', () => {
  const FRANCE = { query: 'What is the capital of France?' };
  const cached = async (demo: TestDemo): Promise<unknown> =>
    ((await (await demo.post('/v1/query', FRANCE)).json()) as { cached: unknown }).cached;

  it.each([{ namespace: 'answers' }, { everything: true }])('forgets answers by %j', async (target) => {
    await using demo = await startTestDemo();
    expect([await cached(demo), await cached(demo)]).toEqual([false, true]);
    const response = await demo.post('/v1/cache/invalidate', target);
    expect(await response.json()).toEqual({ reached: 'everyone', processes: 1 });
    expect(await cached(demo)).toBe(false);
  });

  it.each([
    [{}],
    [{ tags: [] }],
    [{ tags: 'all' }],
    [{ namespace: '' }],
    [{ all: true }],
    [{ tags: ['x'.repeat(257)] }],
  ])('refuses %j', async (target) => {
    await using demo = await startTestDemo();
    const response = await demo.post('/v1/cache/invalidate', target);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

describe('GET /v1/config/report', () => {
  it('says what was found, now too, and no value', async () => {
    await using demo = await startTestDemo({ CACHE_TTL_MS: '" 7000 "', QUERY_LIMIT_PER_MINIT: '5' });
    for (const path of ['/v1/config/report', '/v1/config/report?check=now']) {
      const report = (await (await demo.get(path)).json()) as { findings: { id: string; subject: string }[] };
      expect(report).toMatchObject({ isValid: true });
      const said = report.findings.map(({ id, subject }) => `${subject} ${id}`);
      expect(said).toContain('CACHE_TTL_MS CFG-ENV-005');
      expect(JSON.stringify(report)).not.toContain('7000');
    }
    expect((await demo.get('/v1/config/report?check=never')).status).toBe(400);
  });
});
