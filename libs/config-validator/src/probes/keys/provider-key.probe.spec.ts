import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { InvalidOptionError } from '@hydrogenai/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProbes } from '../run-probes.executor.js';
import { selfSigned, type Certificate } from '../../../../../test/support/self-signed.js';
import { always, serve } from '../../../../../test/support/http-server.js';
import { providerKey } from './provider-key.probe.js';
import type { ProbedProvider } from './provider-endpoints.js';

const key = `sk-canary-${randomBytes(18).toString('hex')}`;
const list = { object: 'list', data: [{ id: 'model' }] };
const openAiError = (code: string, type = code) => ({ error: { message: `canary ${key}`, type, code } });
const anthropicError = (type: string, message = `canary ${key}`) => ({
  type: 'error',
  error: { type, message },
});

/** What the findings of a probe say, as `ID status`; that none of them shows the key is checked each time. */
async function ask(provider: ProbedProvider, baseUrl: string | undefined, budgetMs = 5_000) {
  const { findings } = await runProbes([{ probe: providerKey(provider), variable: 'KEY', value: key }], {
    budgetMs,
    lookUp: (name) => (name === `${provider.toUpperCase()}_BASE_URL` ? baseUrl : undefined),
  });
  const shown = JSON.stringify(findings);
  for (let start = 0; start + 12 <= key.length; start++) {
    expect(shown).not.toContain(key.slice(start, start + 12));
  }
  expect(shown).not.toContain('127.0.0.1');
  const [finding] = findings;
  return `${finding?.id} ${finding?.severity} ${finding?.status}`;
}

async function answered(provider: ProbedProvider, answer: RequestListener): Promise<string> {
  await using server = await serve(answer);
  return await ask(provider, server.url);
}

describe('a key', () => {
  it.each<[string, ProbedProvider, number, unknown, string]>([
    ['is valid when models are listed', 'openai', 200, list, 'CFG-KEY-000 recommendation pass'],
    ['is valid for Anthropic', 'anthropic', 200, list, 'CFG-KEY-000 recommendation pass'],
    ['is valid for Groq', 'groq', 200, list, 'CFG-KEY-000 recommendation pass'],
    ['is refused with 401', 'openai', 401, openAiError('invalid_api_key'), 'CFG-KEY-002 critical fail'],
    [
      'is refused by Anthropic',
      'anthropic',
      401,
      anthropicError('authentication_error'),
      'CFG-KEY-002 critical fail',
    ],
    ['is refused with 403', 'groq', 403, openAiError('forbidden'), 'CFG-KEY-002 critical fail'],
    ['has no credit with 402', 'anthropic', 402, anthropicError('billing_error'), 'CFG-KEY-005 warning fail'],
    [
      'has no credit with 429 and the word for it',
      'openai',
      429,
      openAiError('insufficient_quota'),
      'CFG-KEY-005 warning fail',
    ],
    [
      'has no credit when only the type says so',
      'openai',
      429,
      openAiError('other', 'insufficient_quota'),
      'CFG-KEY-005 warning fail',
    ],
    [
      'has no credit when Anthropic says so in a 400',
      'anthropic',
      400,
      anthropicError('invalid_request_error', 'Your credit balance is too low to access the API.'),
      'CFG-KEY-005 warning fail',
    ],
    [
      'is valid and at its limit with any other 429',
      'openai',
      429,
      openAiError('rate_limit_exceeded', 'requests'),
      'CFG-KEY-006 warning fail',
    ],
    ['is not known after a 500', 'openai', 500, openAiError('server_error'), 'CFG-REACH-005 warning unknown'],
    [
      'is not known after a 529',
      'anthropic',
      529,
      anthropicError('overloaded_error'),
      'CFG-REACH-005 warning unknown',
    ],
    [
      'is not known after a web page with 200',
      'openai',
      200,
      '<html>log in</html>',
      'CFG-REACH-005 warning unknown',
    ],
    [
      'is not known after JSON that lists nothing',
      'openai',
      200,
      { ok: true },
      'CFG-REACH-005 warning unknown',
    ],
    [
      'is not known when it may not list models',
      'openai',
      403,
      openAiError('missing_scope'),
      'CFG-REACH-005 warning unknown',
    ],
    ['has a base URL that is no API with 404', 'openai', 404, '<html>', 'CFG-REACH-016 critical fail'],
  ])('%s', async (_, provider, status, body, expected) => {
    expect(await answered(provider, always(status, body))).toBe(expected);
  });

  it('is not known after an answer that never ends, of which a bounded part is read', async () => {
    let sent = 0;
    const endless: RequestListener = (_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x'))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    };
    expect(await answered('openai', endless)).toBe('CFG-REACH-005 warning unknown');
    // What is under way in buffers of both sides is sent too.
    expect(sent).toBeLessThan(16 * 1_048_576);
  });

  it('is not known when there is no answer in time', async () => {
    await using server = await serve(() => undefined);
    expect(await ask('openai', server.url, 150)).toBe('CFG-REACH-004 warning unknown');
  });

  it('is sent as each provider wants it, to the path of its list of models', async () => {
    for (const [provider, path, header] of [
      ['openai', '/v1/models', 'authorization'],
      ['groq', '/openai/v1/models', 'authorization'],
      ['anthropic', '/v1/models?limit=1', 'x-api-key'],
    ] as const) {
      await using server = await serve(always(200, list));
      await ask(provider, `${server.url}/`);
      const [request] = server.requests;
      expect(request?.method).toBe('GET');
      expect(request?.url).toBe(path);
      expect(request?.headers[header]).toBe(header === 'authorization' ? `Bearer ${key}` : key);
      expect(request?.headers['anthropic-version']).toBe(provider === 'anthropic' ? '2023-06-01' : undefined);
    }
  });

  it('goes to a versioned base URL as it is', async () => {
    await using server = await serve(always(200, list));
    await ask('groq', `${server.url}/gateway/v1/`);
    expect(server.requests.map(({ url }) => url)).toEqual(['/gateway/v1/models']);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'with %i is critical, and the key never reaches its target',
    async (status) => {
      await using target = await serve(always(200, list));
      await using server = await serve(always(status, '', { location: `${target.url}/v1/models` }));
      expect(await ask('openai', server.url)).toBe('CFG-REACH-006 critical fail');
      expect(server.requests).toHaveLength(1);
      expect(target.requests).toHaveLength(0);
    },
  );
});

describe('a base URL', () => {
  let certificate: Certificate;
  beforeAll(async () => (certificate = await selfSigned()));

  it('whose certificate nobody has signed is critical, and gets no key', async () => {
    await using server = await serve(always(200, list), certificate);
    expect(await ask('anthropic', server.url)).toBe('CFG-REACH-003 critical fail');
    expect(server.requests).toHaveLength(0);
  });

  it('that says https where there is no TLS is critical', async () => {
    await using server = await serve(always(200, list));
    expect(await ask('openai', server.url.replace('http:', 'https:'))).toBe('CFG-REACH-013 critical fail');
  });

  it('where nothing listens is critical', async () => {
    const { url } = await serve(always(200, list)).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    expect(await ask('openai', url)).toBe('CFG-REACH-001 critical fail');
  });

  it('that is none leaves the key unknown', async () => {
    expect(await ask('openai', 'file:///etc/passwd')).toBe('CFG-REACH-005 warning unknown');
  });
});

it('keys that no header can carry are refused without asking', async () => {
  await using server = await serve(always(200, list));
  for (const value of ['sk-with space', 'sk-line\nbreak', 'sk-ümlaut']) {
    const { findings } = await runProbes([{ probe: providerKey('openai'), variable: 'KEY', value }], {
      budgetMs: 1_000,
      lookUp: () => server.url,
    });
    expect(findings.map(({ id, status }) => `${id} ${status}`)).toEqual(['CFG-KEY-002 fail']);
  }
  expect(server.requests).toHaveLength(0);
});

it('a provider that can be done without makes nothing critical', async () => {
  await using server = await serve(always(401, {}));
  const { findings } = await runProbes(
    [{ probe: providerKey('openai', { required: false }), variable: 'KEY', value: key }],
    { budgetMs: 1_000, lookUp: () => server.url },
  );
  expect(findings.map(({ severity, status }) => `${severity} ${status}`)).toEqual(['warning fail']);
});

it('unknown providers and names of no variable are refused', () => {
  // The cast stands for a caller without types.
  expect(() => providerKey('mistral' as ProbedProvider)).toThrow(InvalidOptionError);
  expect(() => providerKey('openai', { baseUrlVariable: 'A B' })).toThrow(InvalidOptionError);
});

describe('all that can go wrong at once', () => {
  let certificate: Certificate;
  beforeAll(async () => (certificate = await selfSigned()));
  const open: AsyncDisposable[] = [];
  afterAll(async () => {
    for (const one of open) await one[Symbol.asyncDispose]();
  });

  it('is known within the budget, though half of the targets hang', async () => {
    const hanging = await serve(() => undefined);
    const refusing = await serve(always(401, {}));
    const untrusted = await serve(always(200, list), certificate);
    open.push(hanging, refusing, untrusted);
    const urls = [hanging.url, refusing.url, untrusted.url, hanging.url, `https://${'n'.repeat(70)}.example`];
    const started = performance.now();
    const { findings } = await runProbes(
      urls.map((_, index) => ({
        probe: providerKey('openai', { baseUrlVariable: `URL_${index}` }),
        variable: `KEY_${index}`,
        value: key,
      })),
      { budgetMs: 400, lookUp: (name) => urls[Number(name.slice(4))] },
    );
    // Far below the sum, and far above what a busy machine adds.
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(findings.map(({ id }) => id)).toEqual([
      'CFG-REACH-004',
      'CFG-KEY-002',
      'CFG-REACH-003',
      'CFG-REACH-004',
      'CFG-REACH-002',
    ]);
    expect(findings.every(({ ms }) => typeof ms === 'number')).toBe(true);
    expect(JSON.stringify(findings)).not.toContain('canary');
  });
});
