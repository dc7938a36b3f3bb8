import { startSimulator, type Simulator, type Wire } from '@hydrogenai/ai-provider/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, keyHeaders, MODELS, post, TEXT_ENDPOINTS, textBody } from './requests.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ maxBodyBytes: 200_000 });
});
afterAll(() => simulator.close());

/** The wire's error object and the id that came with it. */
async function refusal(response: Response, wire: Wire) {
  const body = (await response.json()) as Record<string, unknown>;
  const id = response.headers.get(wire === 'anthropic' ? 'request-id' : 'x-request-id');
  expect(id).toMatch(/^req_sim\d+$/);
  expect(body).toMatchObject(wire === 'anthropic' ? { type: 'error', request_id: id } : {});
  return { status: response.status, error: body['error'] as Record<string, unknown> };
}

describe.each(TEXT_ENDPOINTS)('$name refuses like the real server', (endpoint) => {
  const { wire, path } = endpoint;
  const send = async (body: unknown, init: RequestInit = {}) =>
    refusal(await post(simulator, endpoint, body, init), wire);
  const badRequest = { status: 400, error: { type: 'invalid_request_error' } };

  it('a body that is no JSON, or no object, without repeating it', async () => {
    for (const body of ['{"model": "canary-4711', '[1,2]', '""', '']) {
      const answer = await send(body);
      expect(answer).toMatchObject(badRequest);
      expect(JSON.stringify(answer)).not.toContain('canary');
    }
  });

  it('missing, empty and wrongly typed fields, naming them', async () => {
    const question = path === '/responses' ? 'input' : 'messages';
    const cases: [Record<string, unknown>, string][] = [
      [{ model: undefined }, 'model'],
      [{ model: 7 }, 'model'],
      [{ [question]: undefined }, question],
      [{ [question]: [] }, question],
      [{ [question]: { not: 'a list' } }, question],
      [{ [question]: [{ role: 'king', content: 'canary-4711' }] }, 'role'],
      [{ [question]: [{ role: 'user' }] }, 'content'],
      [{ [question]: [{ role: 'user', content: 5 }] }, 'content'],
      [{ stream: 'yes' }, 'stream'],
      [{ temperature: 'hot' }, 'temperature'],
      [{ temperature: 3 }, 'temperature'],
      [{ tools: 'hammer' }, 'tools'],
      [{ [path === '/responses' ? 'max_output_tokens' : 'max_tokens']: 0 }, 'max_'],
    ];
    for (const [change, field] of cases) {
      const { status, error } = await send({ ...textBody(endpoint, 'hi'), ...change });
      expect([change, status, error['type']]).toEqual([change, 400, 'invalid_request_error']);
      expect(String(error['message'])).toContain(field);
      expect(String(error['message'])).not.toContain('canary');
    }
  });

  it('an unknown model with its 404', async () => {
    const { status, error } = await send(textBody(endpoint, 'hi', { model: 'gpt-99' }));
    expect(status).toBe(404);
    expect(error).toMatchObject(
      wire === 'anthropic' ? { type: 'not_found_error' } : { code: 'model_not_found' },
    );
  });

  it('no key, an empty key, a malformed one', async () => {
    for (const headers of [
      {},
      { authorization: 'Bearer ' },
      { authorization: 'Basic abc' },
      { 'x-api-key': '' },
    ]) {
      const { status, error } = await send(textBody(endpoint, 'hi'), { headers });
      expect(status).toBe(401);
      expect(error['type']).toBe(wire === 'anthropic' ? 'authentication_error' : 'invalid_request_error');
    }
  });

  it('a body that is too large with 413, and the connection goes on', async () => {
    const { status, error } = await send(textBody(endpoint, 'x'.repeat(300_000)));
    expect(status).toBe(413);
    expect(error['type']).toBe(wire === 'anthropic' ? 'request_too_large' : 'invalid_request_error');
    expect((await ask(simulator, endpoint)).status).toBe(200);
  });

  it('another method with 405, an unknown path with 404', async () => {
    const got = await fetch(simulator.urls[wire] + path, { headers: keyHeaders(wire) });
    expect([(await refusal(got, wire)).status, got.headers.get('allow')]).toEqual([405, 'POST']);
    const lost = await post(simulator, { wire, path: '/nowhere' }, {});
    expect((await refusal(lost, wire)).status).toBe(404);
  });
});

it('Anthropic insists on max_tokens and anthropic-version', async () => {
  const endpoint = TEXT_ENDPOINTS[3];
  const missing = await post(simulator, endpoint, { ...textBody(endpoint, 'hi'), max_tokens: undefined });
  expect((await refusal(missing, 'anthropic')).error['message']).toBe('max_tokens: Field required');
  const unversioned = await post(simulator, endpoint, textBody(endpoint, 'hi'), {
    headers: { 'x-api-key': 'k' },
  });
  expect((await refusal(unversioned, 'anthropic')).error['message']).toBe(
    'anthropic-version: header is required',
  );
});

it('embeddings refuse what cannot be embedded', async () => {
  const embed = (body: object) =>
    post(simulator, { wire: 'openai', path: '/embeddings' }, { model: 'text-embedding-3-small', ...body });
  for (const body of [{}, { input: '' }, { input: [''] }, { input: {} }, { input: 'x', dimensions: 2000 }]) {
    expect((await embed(body)).status).toBe(400);
  }
  expect((await embed({ input: 'x', encoding_format: 'hex' })).status).toBe(400);
  expect((await embed({ input: 'x'.repeat(40_000) })).status).toBe(400);
  expect((await embed({ input: Array.from({ length: 2_049 }, () => 'x') })).status).toBe(400);
  expect(await (await embed({ input: [1, 2, 3], dimensions: 2 })).json()).toMatchObject({
    usage: { prompt_tokens: 3 },
  });
});

it("an answer function that throws becomes the wire's 500, and the journal keeps the error", async () => {
  const thrown = new Error('canary-4711');
  await using broken = await startSimulator({
    answer: () => {
      throw thrown;
    },
  });
  for (const endpoint of TEXT_ENDPOINTS) {
    const response = await ask(broken, endpoint);
    expect([response.status, (await response.text()).includes('canary')]).toEqual([500, false]);
    expect(broken.journal.at(-1)?.error).toBe(thrown);
  }
});

it('an answer of nothing is an answer', async () => {
  await using silent = await startSimulator({ answer: () => '' });
  for (const endpoint of TEXT_ENDPOINTS) {
    expect((await ask(silent, endpoint)).status).toBe(200);
    expect((await ask(silent, endpoint, { stream: true })).status).toBe(200);
  }
});

it('models can be replaced', async () => {
  await using own = await startSimulator({ models: { openai: ['mine'] } });
  expect((await ask(own, TEXT_ENDPOINTS[1], { model: 'mine' })).status).toBe(200);
  expect((await ask(own, TEXT_ENDPOINTS[1], { model: MODELS.openai })).status).toBe(404);
});
