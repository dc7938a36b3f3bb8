import { randomBytes } from 'node:crypto';
import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keyring } from '../encryption/keyring.js';
import { AuditChain } from './audit-chain.js';
import { lineOf, recordOf, type AuditRecord, type ChainPoint } from './audit-record.js';
import type { SinkLine } from './audit-sink.js';
import { isoTime } from './audit-writer.js';
import { resumeEntry } from './own-entries.js';
import { verifyChain, type AuditVerdict } from './verify-chain.js';

const secrets = { old: randomBytes(32), new: randomBytes(32) };
const ringOf = (...ids: (keyof typeof secrets)[]): Keyring =>
  new Keyring({ keys: ids.map((id) => ({ id, secret: secrets[id] })) });
const chain = new AuditChain(ringOf('old'), 'audit');
const clock = new FakeClock();

function entry(reason = 'granted') {
  const at = isoTime(clock);
  const [resource, decision] = ['Cache.invalidate', 'allowed'] as const;
  return {
    at,
    actor: '~a',
    tenant: null,
    correlationId: null,
    action: 'cache:invalidate',
    resource,
    decision,
    reason,
  };
}

function recordsOf(count: number, by = chain): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (let made = 0; made < count; made++) records.push(by.next(entry(), records.at(-1)));
  return records;
}

async function* complete(lines: readonly string[]): AsyncGenerator<SinkLine> {
  for (const text of lines) yield { text, complete: true };
}

function verify(
  lines: readonly string[],
  {
    by = chain,
    anchors = [],
    base,
  }: { by?: AuditChain; anchors?: unknown[]; base?: ChainPoint | undefined } = {},
): Promise<AuditVerdict> {
  return verifyChain({ chain: by, lines: complete(lines), base, anchors });
}

const COUNT = 12;
const records = recordsOf(COUNT);
const lines = records.map(lineOf);
const at = fc.nat(COUNT - 1);

describe('a trail', () => {
  it('that nobody has touched is valid', async () => {
    expect(await verify(lines)).toEqual({ valid: true, records: COUNT, tornLines: [] });
    expect(await verify([])).toEqual({ valid: true, records: 0, tornLines: [] });
  });

  it('with any bit of any record flipped names that record', async () => {
    const bits = fc.nat(1_000_000);
    await fc.assert(
      fc.asyncProperty(at, bits, async (index, bit) => {
        const bytes = Buffer.from(lines[index] ?? '', 'latin1');
        const place = bit % (bytes.length * 8);
        bytes[place >> 3] = bytes.readUInt8(place >> 3) ^ (1 << (place & 7));
        const changed = lines.with(index, bytes.toString('latin1'));
        const verdict = await verify(changed);
        expect(verdict).toMatchObject({
          valid: false,
          records: index,
          firstBad: { id: index + 1, line: index + 1 },
        });
      }),
      { numRuns: 300 },
    );
  });

  it('with every bit of one record flipped, one by one, is never valid', async () => {
    const bytes = Buffer.from(lines[1] ?? '', 'latin1');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7));
      const verdict = await verify(lines.slice(0, 3).with(1, flipped.toString('latin1')));
      expect(verdict).toMatchObject({ valid: false, firstBad: { id: 2, line: 2 } });
    }
  });

  it('with any field of any record changed names that record as altered', async () => {
    const fields = fc.constantFrom(
      'at',
      'actor',
      'action',
      'resource',
      'tenant',
      'decision',
      'reason',
      'correlationId',
    );
    await fc.assert(
      fc.asyncProperty(at, fields, async (index, field) => {
        const record = recordOf(lines[index] ?? '');
        const changed = lineOf({ ...(record ?? records[0]), [field]: 'other' } as AuditRecord);
        expect(await verify(lines.with(index, changed))).toMatchObject({
          firstBad: { id: index + 1, problem: 'altered' },
        });
      }),
      { numRuns: 100 },
    );
  });

  it('with records taken out names the first that is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(COUNT - 2), fc.integer({ min: 1, max: COUNT }), async (index, count) => {
        const left = lines.toSpliced(index, Math.min(count, COUNT - 1 - index));
        expect(await verify(left)).toMatchObject({
          firstBad: { id: index + 1, line: index + 1, problem: 'missing' },
        });
      }),
    );
  });

  it('in any other order names the first place that is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...lines.keys()], { minLength: COUNT, maxLength: COUNT }),
        async (order) => {
          const wrong = order.findIndex((index, place) => index !== place);
          const verdict = await verify(order.map((index) => lines[index] ?? ''));
          if (wrong === -1) expect(verdict.valid).toBe(true);
          else
            expect(verdict).toMatchObject({
              firstBad: { id: wrong + 1, line: wrong + 1, problem: 'missing' },
            });
        },
      ),
    );
  });

  it('with a record repeated, or with one of another trail or key, names it', async () => {
    const again = [...lines.slice(0, 4), lines[3] ?? '', ...lines.slice(4)];
    expect(await verify(again)).toMatchObject({ firstBad: { id: 5, line: 5, problem: 'repeated' } });
    const foreign = recordsOf(COUNT, new AuditChain(ringOf('old'), 'other')).map(lineOf);
    expect(await verify(lines.with(4, foreign[4] ?? ''))).toMatchObject({
      firstBad: { id: 5, problem: 'altered' },
    });
    const unsigned = recordsOf(COUNT, new AuditChain(ringOf('new'), 'audit')).map(lineOf);
    expect(await verify(unsigned)).toMatchObject({ firstBad: { id: 1, problem: 'unknown-key' } });
    const before = chain.next(entry('no-permission'), records[3]);
    expect(await verify([...lines.slice(0, 4), lineOf(before), ...lines.slice(5)])).toMatchObject({
      firstBad: { id: 6, problem: 'not-chained' },
    });
  });

  it('goes on under a new key, and is verified while the old one is in the ring', async () => {
    const rotated = new AuditChain(ringOf('new', 'old'), 'audit');
    const next = rotated.next(entry(), records.at(-1));
    expect(next.hash).toMatch(/^new:/);
    expect(await verify([...lines, lineOf(next)], { by: rotated })).toMatchObject({ valid: true });
    expect(
      await verify([...lines, lineOf(next)], { by: new AuditChain(ringOf('new'), 'audit') }),
    ).toMatchObject({
      firstBad: { id: 1, problem: 'unknown-key' },
    });
    expect(rotated.pseudonym('actor', 'me')).toBe(chain.pseudonym('actor', 'me'));
  });

  it('whose first records are forgotten is verified from there on', async () => {
    expect(await verify(lines.slice(4), { base: records[3] })).toEqual({
      valid: true,
      records: 8,
      tornLines: [],
    });
    expect(await verify(lines.slice(4), { base: records[2] })).toMatchObject({
      firstBad: { problem: 'missing' },
    });
  });
});

describe('a trail whose end was cut off', () => {
  const anchorOf = (id: number) => chain.anchor(records[id - 1] ?? { id: 0, hash: '' }, isoTime(clock));

  it('looks whole without an anchor, and does not with one', async () => {
    expect(await verify(lines.slice(0, 7))).toMatchObject({ valid: true });
    await fc.assert(
      fc.asyncProperty(fc.nat(COUNT), fc.integer({ min: 1, max: COUNT }), async (left, anchored) => {
        const verdict = await verify(lines.slice(0, left), { anchors: [anchorOf(anchored)] });
        expect(verdict).toMatchObject(
          left >= anchored ? { valid: true } : { firstBad: { id: left + 1, problem: 'truncated' } },
        );
      }),
    );
  });

  it('and went on with other records is known by an anchor of the old ones', async () => {
    const others = records.slice(0, 5);
    while (others.length < COUNT) others.push(chain.next(entry('no-permission'), others.at(-1)));
    expect(await verify(others.map(lineOf), { anchors: [anchorOf(5)] })).toMatchObject({ valid: true });
    expect(await verify(others.map(lineOf), { anchors: [anchorOf(9)] })).toMatchObject({
      firstBad: { id: 9, problem: 'replaced' },
    });
  });

  it.each([
    ['changed', { ...anchorOf(9), id: 3 }, 3],
    ['changed in its time', { ...anchorOf(9), at: 'x' }, 9],
    ['no anchor', { id: 9 }, 0],
    ['nothing', undefined, 0],
  ])('does not believe an anchor that is %s', async (_, anchor, id) => {
    expect(await verify(lines, { anchors: [anchor] })).toMatchObject({
      firstBad: { id, problem: 'anchor-altered' },
    });
  });
});

describe('a trail that a crash has torn', () => {
  const resumed = chain.next({ ...entry(), ...resumeEntry('torn-line') }, records[4]);
  const after = chain.next(entry(), resumed);

  it('names the torn line until it goes on, and where it was afterwards', async () => {
    async function* torn(): AsyncGenerator<SinkLine> {
      yield* complete(lines.slice(0, 5));
      yield { text: lines[5]?.slice(0, 100) ?? '', complete: false };
    }
    const verdict = await verifyChain({ chain, lines: torn(), base: undefined, anchors: [] });
    expect(verdict).toMatchObject({ firstBad: { id: 6, line: 6, problem: 'torn' }, records: 5 });
    const cut = lines[5]?.slice(0, 100) ?? '';
    expect(await verify([...lines.slice(0, 5), cut, lineOf(resumed), lineOf(after)])).toEqual({
      valid: true,
      records: 7,
      tornLines: [6],
    });
  });

  it('may have lost no more than the line break', async () => {
    expect(await verify([...lines.slice(0, 6), lineOf(resumed), lineOf(after)])).toMatchObject({
      valid: true,
      tornLines: [6],
    });
  });

  it('does not excuse anything else: a line in place of a record, two lines, or a line before other records', async () => {
    expect(await verify([...lines.slice(0, 4), 'x', lineOf(resumed)])).toMatchObject({
      firstBad: { id: 5, line: 5, problem: 'unreadable' },
    });
    expect(await verify([...lines.slice(0, 5), 'x', 'y', lineOf(resumed)])).toMatchObject({
      firstBad: { id: 6, line: 6, problem: 'unreadable' },
    });
    expect(await verify(lines.toSpliced(5, 0, 'x'))).toMatchObject({
      firstBad: { id: 6, problem: 'unreadable' },
    });
  });

  it('whose own note says that records are missing is not valid', async () => {
    const noted = chain.next({ ...entry(), ...resumeEntry('missing-tail') }, records[4]);
    expect(await verify([...lines.slice(0, 5), lineOf(noted)])).toMatchObject({
      firstBad: { id: 6, problem: 'truncated' },
    });
  });
});
