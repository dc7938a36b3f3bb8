import { describe, expect, it } from 'vitest';
import { Acknowledgements, type AcknowledgementCalls, type Holders } from './acknowledgements.js';

const LEASE_MS = 60;
const nobody: Holders = new Map();

/** Waits for number 1, which `others` may confirm. */
async function settle(
  calls: Partial<AcknowledgementCalls>,
  others: (acknowledgements: Acknowledgements) => void = () => undefined,
): Promise<{ confirmed: number; unconfirmed: number; ms: number; repeats: number }> {
  const acknowledgements = new Acknowledgements(LEASE_MS, {
    holders: async () => nobody,
    expel: async () => nobody,
    ...calls,
  });
  let repeats = 0;
  acknowledgements.expect('1');
  others(acknowledgements);
  const startedMs = performance.now();
  const done = await acknowledgements.settle('1', () => {
    repeats += 1;
  });
  return { ...done, repeats, ms: performance.now() - startedMs };
}

const holding = (...processes: string[]): Holders => new Map(processes.map((process) => [process, LEASE_MS]));

describe('waiting for an invalidation', () => {
  it('ends at once when all who hold a lease have confirmed, also before it began', async () => {
    const done = await settle({ holders: async () => holding('a', 'b') }, (waiting) => {
      waiting.hear('a', ['1', '2']);
      setImmediate(() => waiting.hear('b', ['1']));
    });
    expect(done).toMatchObject({ confirmed: 2, unconfirmed: 0, repeats: 0 });
  });

  it('repeats the message for those who did not, until their leases end', async () => {
    const done = await settle({ holders: async () => holding('a', 'b') }, (waiting) =>
      waiting.hear('a', ['1']),
    );
    expect(done).toMatchObject({ confirmed: 1, unconfirmed: 1 });
    expect(done.repeats).toBeGreaterThan(0);
    expect(done.ms).toBeGreaterThanOrEqual(LEASE_MS - 1);
  });

  it('takes the lease of one away that renews it without hearing, and waits until that would have ended', async () => {
    const expelled: string[][] = [];
    const done = await settle({
      holders: async () => holding('deaf'),
      expel: async (processes) => {
        expelled.push([...processes]);
        return holding('deaf');
      },
    });
    expect(expelled).toEqual([['deaf']]);
    expect(done).toMatchObject({ confirmed: 0, unconfirmed: 1 });
    expect(done.ms).toBeGreaterThanOrEqual(2 * LEASE_MS - 2);
  });

  it('waits for a whole lease when Redis does not tell who holds one', async () => {
    const done = await settle({ holders: () => Promise.reject(new Error('gone')) });
    expect(done.ms).toBeGreaterThanOrEqual(LEASE_MS - 1);
    expect(done).toMatchObject({ confirmed: 0, unconfirmed: 1 });
  });

  it('ignores confirmations of what nobody waits for', async () => {
    const done = await settle({}, (waiting) => waiting.hear('a', ['7']));
    expect(done).toMatchObject({ confirmed: 0, unconfirmed: 0 });
  });
});
