import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestDemo, type TestDemo } from './support/demo.js';
import { problemsOf } from './support/problems.js';

const CANARY = 'canary-51c9';

describe('bad input', () => {
  let demo: TestDemo;
  let printed = '';

  beforeAll(async () => {
    // More than these tests send: invalid questions count, too.
    demo = await startTestDemo({ QUERY_LIMIT_PER_MINUTE: '1000' });
  });
  afterAll(async () => {
    await demo[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    printed = '';
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        printed += String(chunk);
        return true;
      });
    }
    return () => {
      vi.restoreAllMocks();
      if (printed.includes(CANARY)) throw new Error('what was sent was printed');
    };
  });

  it.each([
    { name: 'not JSON', body: `{"query": ${CANARY}` },
    { name: 'JSON that is no object', body: `"${CANARY}"` },
  ])('$name is a 400 that names the body', async ({ body }) => {
    const response = await demo.postText('/v1/query', body);
    expect(response.status).toBe(400);
    expect((await problemsOf(response, CANARY))[0]?.field).toBe('body');
  });

  it.each([
    { name: 'no query', body: {}, field: 'query' },
    { name: 'a query of 0 characters', body: { query: '' }, field: 'query' },
    {
      name: 'a query of 1,000,000 characters',
      body: { query: CANARY + 'x'.repeat(999_989) },
      field: 'query',
    },
    { name: 'a query that is a number', body: { query: 42 }, field: 'query' },
    { name: 'a query of spaces', body: { query: '   ' }, field: 'query' },
    { name: 'a bad session id', body: { query: 'q', sessionId: `${CANARY} \n` }, field: 'sessionId' },
    { name: 'context that is a list', body: { query: 'q', context: [CANARY] }, field: 'context' },
    { name: 'an unknown field', body: { query: 'q', temperature: CANARY }, field: 'temperature' },
    {
      name: 'an unknown field inside',
      body: { query: 'q', preferences: { speed: CANARY } },
      field: 'preferences.speed',
    },
    {
      name: 'a wrong type inside',
      body: { query: 'q', preferences: { maxTokens: CANARY } },
      field: 'preferences.maxTokens',
    },
    { name: 'an empty model', body: { query: 'q', preferences: { model: '' } }, field: 'preferences.model' },
    { name: 'preferences that are a text', body: { query: 'q', preferences: CANARY }, field: 'preferences' },
  ])('$name is a 400 that names $field and the rule', async ({ body, field }) => {
    for (const path of ['/v1/query', '/v1/query/stream', '/v1/query/explain']) {
      const response = await demo.post(path, body);
      expect(response.status).toBe(400);
      const problems = await problemsOf(response, CANARY);
      expect(problems.map((problem) => problem.field)).toContain(field);
      expect(problems.every(({ rule }) => rule.length > 0)).toBe(true);
    }
  });

  it('an unknown field with a hostile name is not repeated', async () => {
    const problems = await problemsOf(
      await demo.post('/v1/query', { query: 'q', [`<${CANARY}>`]: 1 }),
      CANARY,
    );
    expect(problems[0]?.field).toBe(`(a name of ${CANARY.length + 2} characters)`);
  });

  it.each(['<script>', 'a b', 'x'.repeat(10_000), '${jndi:ldap://x}', CANARY + '\u00e9'])(
    'the correlation id %j is refused, and replaced by a new one',
    async (id) => {
      const response = await demo.post('/v1/query', { query: 'q' }, { 'x-correlation-id': id });
      expect(response.status).toBe(400);
      expect(response.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect((await problemsOf(response, CANARY))[0]?.field).toBe('x-correlation-id');
    },
  );

  it.each(['{"query":"q","x":', '{"query":"q","context":', ''])(
    '20,000 levels in %j are a 400 and no crash',
    async (start) => {
      const deep = `${start}${'['.repeat(20_000)}${']'.repeat(20_000)}${start === '' ? '' : '}'}`;
      const response = await demo.postText('/v1/query', deep);
      expect(response.status).toBe(400);
      expect((await problemsOf(response, CANARY))[0]?.field).toBe('body');
    },
  );

  it('an unknown preference is a 400 that lists the known ones', async () => {
    const response = await demo.post('/v1/query', {
      query: 'q',
      preferences: { modelPreferences: ['grok'] },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'AI_UNKNOWN_NAME',
      message: expect.stringContaining('did you mean "groq"'),
    });
  });

  it('a body over the limit is a 413, another content type names the query', async () => {
    const large = await demo.postText('/v1/query', JSON.stringify({ query: 'x'.repeat(5_000_000) }));
    expect(large.status).toBe(413);
    const form = await demo.postText('/v1/query', 'query=1', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.status).toBe(400);
    expect((await problemsOf(form, CANARY))[0]?.field).toBe('query');
  });

  it('a compression or a path that nobody can read is named', async () => {
    const compressed = await demo.postText('/v1/query', CANARY, { 'content-encoding': 'snappy' });
    expect(compressed.status).toBe(415);
    expect((await problemsOf(compressed))[0]?.field).toBe('body');
    const path = await demo.get(`/v1/%ZZ${CANARY}`);
    expect(path.status).toBe(400);
    expect((await problemsOf(path))[0]?.field).toBe('path');
  });

  it('an unknown path is a 404 in the same shape', async () => {
    const response = await demo.get(`/v1/${CANARY}`);
    expect(response.status).toBe(404);
    const text = await response.text();
    expect(text).not.toContain(CANARY);
    expect(JSON.parse(text)).toMatchObject({ code: 'NOT_FOUND', retryable: false });
  });
});
