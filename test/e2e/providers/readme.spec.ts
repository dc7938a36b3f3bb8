import { readFile } from 'node:fs/promises';
import { formatDuration } from '@hydrogenai/common';
import { ERROR_KINDS, ERROR_RULES, type ErrorKind } from '@hydrogenai/ai-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { startPool } from './support/pool.js';

let readme = '';
beforeAll(async () => {
  readme = await readFile(new URL('../../../libs/ai-provider/README.md', import.meta.url), 'utf8');
});

const WORDS = { lane: 'the model with this key', model: 'the model', account: 'the key' } as const;

function rowOf(kind: ErrorKind): string[] {
  const { retrySame, failOver, cool, coolMs, breaks } = ERROR_RULES[kind];
  const time = formatDuration(coolMs)
    .replace(/(?<=\d)s$/, ' s')
    .replace(/(?<=\d)m$/, ' min');
  const left = cool === 'nothing' ? 'no' : `${WORDS[cool]}, for ${time}`;
  const counts = breaks === 'nothing' ? 'no' : `of the ${breaks}`;
  return [`\`${kind}\``, retrySame ? 'yes' : 'no', failOver ? 'yes' : 'no', left, counts];
}

/** The example with this number. */
function exampleAt(index: number): unknown {
  return JSON.parse([...readme.matchAll(/```json\n([^`]*)```/g)][index]?.[1] ?? '');
}

describe('the README of the package', () => {
  it('shows the usage of two questions of a tenant', async () => {
    await using pool = await startPool();
    const request = {
      prompt: 'What is the capital of France?',
      tenant: 'acme',
      modelPreferences: ['openai'],
    };
    for (let n = 0; n < 2; n++) await pool.ai.generateResponse(request);
    const { rows } = await pool.ai.usage({ by: ['tenant', 'model'] });
    const [, section = ''] = readme.split('\n## Money\n');
    const shown: unknown = JSON.parse(/```json\n([^`]*)```/.exec(section)?.[1] ?? '');
    const anyTime = rows.map((row) => ({ ...row, latencyMs: expect.any(Number) as unknown }));
    expect(shown).toEqual({
      from: expect.any(Number) as unknown,
      to: expect.any(Number) as unknown,
      source: 'store',
      rows: anyTime,
    });
  });

  it('has the rules of every kind of failure as they are', () => {
    const rows = readme
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
      // The other tables have fewer columns.
      .filter((cells) => cells.length === 5);
    expect(rows).toEqual(ERROR_KINDS.map(rowOf));
  });

  it('shows the answer that its example gives', async () => {
    await using pool = await startPool();
    pool.simulator.fail('groq', { kind: 'rateLimit', retryAfter: '0.5' });
    const real = await pool.ai.generateResponse({ prompt: 'What is the capital of France?' });
    const shown = exampleAt(0);
    const anyTime = real.routing.attempts.map((attempt) => ({
      ...attempt,
      ms: expect.any(Number) as unknown,
    }));
    expect(shown).toEqual({ ...real, routing: { ...real.routing, attempts: anyTime } });
  });

  it('shows the explanation that its example gives', async () => {
    await using pool = await startPool({
      chat: {
        strategy: 'cost',
        use: [
          'openai/gpt-5.4-mini',
          'groq/openai/gpt-oss-120b',
          { model: 'anthropic/claude-haiku-5-5', supports: { images: false } },
        ],
      },
    });
    pool.ai.drain('groq', { reason: 'maintenance', by: 'ops', forMs: '10m' });
    const real = await pool.ai.explain({
      prompt: 'What is in this picture?',
      images: [{ data: new Uint8Array([1]), mediaType: 'image/png' }],
      maxTokens: 500,
    });
    const candidates = real.candidates.map((each) =>
      each.state.state === 'ready'
        ? each
        : { ...each, state: { ...each.state, forMs: expect.any(Number) as unknown } },
    );
    expect(exampleAt(1)).toEqual({ ...real, candidates });
  });
});
