import { BadRequestException, ValidationPipe, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { describe, expect, it } from 'vitest';
import { CacheEntry } from './cache-entry.model.js';
import { isDeeperThan } from './nesting.js';
import { ProviderConfig } from './provider-config.model.js';
import { ProviderResponse, TokenUsage } from './provider-response.model.js';
import { LONGEST_QUERY, QueryRequest } from './query-request.model.js';
import { CacheHit, QueryResponse } from './query-response.model.js';
import { RoutingAttempt, RoutingTrail } from './routing.model.js';
import { ServiceConfig } from './service-config.model.js';

/** As an edge uses it. */
const pipe = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true });

const read = async (metatype: Type, body: unknown): Promise<unknown> =>
  pipe.transform(body, { type: 'body', metatype });

/** The messages of the 400 that a body gets. */
async function complaints(metatype: Type, body: unknown): Promise<readonly string[]> {
  const error: unknown = await read(metatype, body).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BadRequestException)) throw new Error('expected a 400', { cause: error });
  const response = error.getResponse();
  const message = typeof response === 'object' && 'message' in response ? response.message : undefined;
  return Array.isArray(message) ? message.map(String) : [];
}

const attempt = {
  provider: 'groq',
  model: 'm',
  outcome: 'failed',
  kind: 'rate_limit',
  httpStatus: 429,
  ms: 1.5,
};
const routing = { model: 'chat', chosen: 'openai/m', reason: 'second', attempts: [attempt] };
const usage = { inputTokens: 3, cachedInputTokens: null, outputTokens: 4 };
const valid = {
  request: {
    query: 'What is it?',
    sessionId: 'Zk3vYw0q',
    context: { table: 'sales', nested: { list: [1, { a: null }] } },
    preferences: {
      modelPreferences: ['groq', 'openai/x'],
      fallbackEnabled: false,
      maxTokens: 5,
      cache: true,
    },
  },
  response: {
    result: { any: ['thing'] },
    queryType: 'factual',
    executionTime: 1.25,
    providerUsed: 'groq',
    cached: true,
    cache: { kind: 'exact', tier: 'l1', ageMs: 3, entryId: 'e' },
    routing,
    cost: null,
    sessionId: 'Zk3vYw0q',
    correlationId: 'c',
  },
  provider: {
    content: 'x',
    provider: 'groq',
    model: 'm',
    tokensUsed: 7,
    cost: null,
    usage,
    finishReason: 'stop',
    routing,
  },
  config: {
    name: 'groq',
    apiKey: 'k',
    baseUrl: 'http://localhost:4000/v1',
    modelName: 'm',
    rateLimit: 1,
    timeout: 600_000,
  },
  entry: {
    key: 'k',
    value: { any: 'thing' },
    ttl: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    accessCount: 0,
    lastAccessed: '2026-01-02T00:00:00.000Z',
  },
  service: { name: 's', version: '1.4.0-rc.1+b', environment: 'test', debug: false, logLevel: 'log' },
};

describe('every model', () => {
  it.each([
    [QueryRequest, valid.request],
    [QueryResponse, valid.response],
    [ProviderResponse, valid.provider],
    [ProviderConfig, valid.config],
    [CacheEntry, valid.entry],
    [ServiceConfig, valid.service],
  ])(
    '%o takes its own form whole, loses nothing and becomes an instance',
    async (metatype: Type, body: object) => {
      const result = await read(metatype, structuredClone(body));
      expect(result).toBeInstanceOf(metatype);
      expect(JSON.parse(JSON.stringify(result))).toEqual(body);
    },
  );

  it.each([
    [QueryRequest, valid.request],
    [QueryResponse, valid.response],
    [ProviderResponse, valid.provider],
    [ProviderConfig, valid.config],
    [CacheEntry, valid.entry],
    [ServiceConfig, valid.service],
  ])('%o refuses a field that it does not have', async (metatype: Type, body: object) => {
    expect(await complaints(metatype, { ...body, extra: 1 })).toEqual(['property extra should not exist']);
  });

  it('makes instances of what is nested, and refuses unknown fields there too', async () => {
    expect(await read(QueryResponse, valid.response)).toMatchObject({
      cache: expect.any(CacheHit),
      routing: expect.any(RoutingTrail),
    });
    const answer = await read(ProviderResponse, valid.provider);
    expect(answer).toMatchObject({
      usage: expect.any(TokenUsage),
      routing: { attempts: [expect.any(RoutingAttempt)] },
    });
    expect(await complaints(QueryRequest, { query: 'x', preferences: { temperature: 1 } })).toEqual([
      'preferences.property temperature should not exist',
    ]);
    expect(
      await complaints(QueryResponse, {
        ...valid.response,
        routing: { ...routing, attempts: [{ ...attempt, key: 'k' }] },
      }),
    ).toEqual(['routing.attempts.0.property key should not exist']);
  });
});

describe('QueryRequest', () => {
  it.each([
    ['no characters', ''],
    ['only white space', ' \t\n\u00A0'],
    ['one character too many', 'x'.repeat(LONGEST_QUERY + 1)],
    ['1,000,000 characters', 'x'.repeat(1_000_000)],
    ['1,000,000 variation selectors after a letter', `x${'\uFE0F'.repeat(1_000_000)}`],
    ['a number', 7],
    ['null', null],
    ['nothing', undefined],
    ['an array', ['x']],
    ['an object with a length', { length: 5 }],
  ])('refuses a query of %s, naming field and rule and not its content', async (_name, query) => {
    const messages = await complaints(QueryRequest, { query });
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.every((message) => /^query must .{5,80}$/.test(message))).toBe(true);
    expect(messages.join(' ')).not.toContain('xx');
  });

  it.each([['x'], ['x'.repeat(LONGEST_QUERY)], ['😀'.repeat(LONGEST_QUERY)], [' x '], ['\uD800']])(
    'takes a query at the edge of what is allowed (%#)',
    async (query) => {
      expect(await read(QueryRequest, { query })).toEqual({ query });
    },
  );

  it.each([
    ['sessionId', 'short', /^sessionId must be 8 to 128/],
    ['sessionId', 'x'.repeat(129), /^sessionId must be 8 to 128/],
    ['sessionId', 'abcdefgh\n', /^sessionId must be 8 to 128/],
    ['sessionId', '../../etc/passwd', /^sessionId must be 8 to 128/],
    ['sessionId', 12_345_678, /^sessionId must be a string/],
    ['context', [1], /^context must be an object/],
    ['context', 'text', /^context must be an object/],
    ['preferences', [], /^preferences must be an object/],
    ['preferences', 'groq', /^preferences must be an object/],
    ['preferences', { maxTokens: 0 }, /^preferences\.maxTokens must not be less than 1/],
    ['preferences', { maxTokens: 200_001 }, /^preferences\.maxTokens must not be greater than 200000/],
    ['preferences', { maxTokens: '5' }, /^preferences\.maxTokens must be an integer/],
    ['preferences', { fallbackEnabled: 'true' }, /^preferences\.fallbackEnabled must be a boolean/],
    ['preferences', { cache: 0 }, /^preferences\.cache must be a boolean/],
    ['preferences', { modelPreferences: 'groq' }, /^preferences\.modelPreferences must be an array/],
    [
      'preferences',
      { modelPreferences: [7] },
      /^preferences\.each value in modelPreferences must be a string/,
    ],
    [
      'preferences',
      { modelPreferences: [''] },
      /^preferences\.each value in modelPreferences must be longer/,
    ],
    [
      'preferences',
      { modelPreferences: ['a', 'a'] },
      /^preferences\.All modelPreferences's elements must be unique/,
    ],
    [
      'preferences',
      { modelPreferences: Array.from('abcdefghijk') },
      /^preferences\.modelPreferences must contain no more than 10/,
    ],
  ])('refuses the %s %j', async (field, value, message) => {
    const messages = await complaints(QueryRequest, { query: 'x', [field]: value });
    expect(messages).toContainEqual(expect.stringMatching(message));
  });

  it('keeps the keys of context, also names that objects inherit; Nest itself takes out what could pollute', async () => {
    const hostile =
      '{"toString":1,"constructor":{"a":2},"list":[{"hasOwnProperty":3}],"__proto__":{"polluted":true}}';
    const result = await read(QueryRequest, JSON.parse(`{"query":"x","context":${hostile}}`));
    expect(JSON.stringify(result)).toBe(
      '{"query":"x","context":{"toString":1,"list":[{"hasOwnProperty":3}]}}',
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('leaves context as it was sent when class-transformer is used without the pipe', () => {
    const context: unknown = JSON.parse(
      '{"constructor":{"a":2},"__proto__":{"b":1},"toString":[{"valueOf":3}]}',
    );
    const { context: kept } = plainToInstance(QueryRequest, { query: 'x', context });
    expect(kept).toBe(context);
  });

  it('takes prototype keys beside its own fields for nothing', async () => {
    const result = await read(QueryRequest, JSON.parse('{"query":"x","__proto__":{"sessionId":"abcdefgh"}}'));
    expect(result).toBeInstanceOf(QueryRequest);
    expect(Reflect.get(Object(result), 'sessionId')).toBeUndefined();
  });

  it('takes a context of 32 levels and refuses a deeper one, up to thousands of levels', async () => {
    const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
    await expect(read(QueryRequest, { query: 'x', context: nested(32) })).resolves.toBeInstanceOf(
      QueryRequest,
    );
    for (const levels of [33, 20_000]) {
      expect(await complaints(QueryRequest, { query: 'x', context: nested(levels) })).toEqual([
        'context must not be nested deeper than 32 levels',
      ]);
    }
  });
});

describe('isDeeperThan', () => {
  it.each([
    [1, 0, false],
    [null, 0, false],
    [{}, 0, true],
    [{}, 1, false],
    [[[]], 1, true],
    [[[1], { a: 'x' }], 2, false],
    [[[1], { a: [] }], 2, true],
  ])('of %j for %d levels is %s', (value, levels, expected) => {
    expect(isDeeperThan(value, levels)).toBe(expected);
  });
});

describe('the other models', () => {
  it.each([
    [ProviderConfig, { ...valid.config, name: 'Groq!' }, /^name must be 1 to 64 lower-case/],
    [ProviderConfig, { ...valid.config, apiKey: '' }, /^apiKey must be longer/],
    [ProviderConfig, { ...valid.config, baseUrl: 'ftp://x' }, /^baseUrl must be a URL/],
    [ProviderConfig, { ...valid.config, baseUrl: 'localhost' }, /^baseUrl must be a URL/],
    [ProviderConfig, { ...valid.config, rateLimit: 0 }, /^rateLimit must not be less than 1/],
    [ProviderConfig, { ...valid.config, timeout: 600_001 }, /^timeout must not be greater than 600000/],
    [ProviderResponse, { ...valid.provider, cost: -1 }, /^cost must not be less than 0/],
    [
      ProviderResponse,
      { ...valid.provider, usage: { inputTokens: 1.5 } },
      /^usage\.inputTokens must be an integer/,
    ],
    [ProviderResponse, { ...valid.provider, usage: 5 }, /^usage must be an object/],
    [QueryResponse, { ...valid.response, cost: 'free' }, /^cost must be an integer/],
    [QueryResponse, { ...valid.response, cached: 'yes' }, /^cached must be a boolean/],
    [
      QueryResponse,
      { ...valid.response, cache: { ...valid.response.cache, tier: 'l9' } },
      /^cache\.tier must be one of/,
    ],
    [
      QueryResponse,
      { ...valid.response, routing: { ...routing, attempts: {} } },
      /^routing\.attempts must be an array/,
    ],
    [CacheEntry, { ...valid.entry, ttl: 0 }, /^ttl must not be less than 1/],
    [CacheEntry, { ...valid.entry, createdAt: 'yesterday' }, /^createdAt must be a Date/],
    [ServiceConfig, { ...valid.service, version: '1.4' }, /^version must be a semantic version/],
    [ServiceConfig, { ...valid.service, logLevel: 'loud' }, /^logLevel must be one of/],
    [ServiceConfig, { ...valid.service, debug: 'false' }, /^debug must be a boolean/],
  ])('%o refuses wrong values (%#)', async (metatype: Type, body: object, message: RegExp) => {
    expect(await complaints(metatype, body)).toContainEqual(expect.stringMatching(message));
  });
});
