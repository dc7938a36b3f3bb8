import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { SingleFlight } from './single-flight.js';

function deferred<T>(): PromiseWithResolvers<T> {
  return Promise.withResolvers<T>();
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a single flight', () => {
  it('runs the work once for all who come while it runs, and again for who comes after', async () => {
    const flights = new SingleFlight<number>();
    let runs = 0;
    const work = async (): Promise<number> => {
      await turn();
      return ++runs;
    };
    const boardings = Array.from({ length: 1_000 }, () => flights.board('k', undefined, work));
    expect(boardings.filter(({ joined }) => joined)).toHaveLength(999);
    expect(new Set(await Promise.all(boardings.map(({ result }) => result)))).toEqual(new Set([1]));
    expect(flights.size).toBe(0);
    await expect(flights.board('k', undefined, work).result).resolves.toBe(2);
  });

  it('fails for all waiters with the error of the work, and starts anew for the next', async () => {
    const flights = new SingleFlight<string>();
    const failure = new Error('upstream');
    const failing = (): Promise<string> => Promise.reject(failure);
    const results = [1, 2, 3].map(() => flights.board('k', undefined, failing).result);
    for (const outcome of await Promise.allSettled(results))
      expect(outcome).toEqual({ status: 'rejected', reason: failure });
    await expect(flights.board('k', undefined, async () => 'fine').result).resolves.toBe('fine');
  });

  it('lets one waiter leave without disturbing the others', async () => {
    const flights = new SingleFlight<string>();
    const gate = deferred<string>();
    const leaving = new AbortController();
    const staying = new AbortController();
    let aborted = false;
    const work = ({ signal }: { signal: AbortSignal }): Promise<string> => {
      signal.addEventListener('abort', () => (aborted = true));
      return gate.promise;
    };
    const left = flights.board('k', leaving.signal, work).result;
    const stayed = flights.board('k', staying.signal, work).result;
    await turn();
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    expect(aborted).toBe(false);
    gate.resolve('value');
    await expect(stayed).resolves.toBe('value');
    staying.abort();
    expect(aborted).toBe(false);
  });

  it('aborts the work when the last waiter leaves, and not before', async () => {
    const flights = new SingleFlight<string>();
    const callers = [new AbortController(), new AbortController()];
    let reason: unknown;
    const work = ({ signal }: { signal: AbortSignal }): Promise<string> =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject((reason = signal.reason)));
      });
    const results = callers.map(({ signal }) => flights.board('k', signal, work).result);
    await turn();
    callers[0]?.abort('first');
    expect(reason).toBeUndefined();
    callers[1]?.abort('last');
    expect(reason).toBe('last');
    const outcomes = await Promise.allSettled(results);
    expect(outcomes.map((outcome) => 'reason' in outcome && outcome.reason)).toEqual(['first', 'last']);
  });

  it('does not abort while a waiter without a signal waits', async () => {
    const flights = new SingleFlight<string>();
    const gate = deferred<string>();
    const caller = new AbortController();
    const patient = flights.board('k', undefined, () => gate.promise).result;
    const left = flights.board('k', caller.signal, () => gate.promise).result;
    caller.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    expect(flights.size).toBe(1);
    gate.resolve('value');
    await expect(patient).resolves.toBe('value');
  });

  it('gives a caller who comes after the abort a work of its own', async () => {
    const flights = new SingleFlight<string>();
    const caller = new AbortController();
    const slowToStop = deferred<string>();
    const left = flights.board('k', caller.signal, () => slowToStop.promise).result;
    await turn();
    caller.abort(new Error('enough'));
    const late = flights.board('k', undefined, async () => 'own');
    expect(late.joined).toBe(false);
    slowToStop.reject(new Error('aborted'));
    await expect(left).rejects.toThrow('enough');
    await expect(late.result).resolves.toBe('own');
  });

  it('lets a waiter leave at its own deadline, and aborts the work with the last of them', async () => {
    const flights = new SingleFlight<string>();
    const clock = new FakeClock();
    let aborted = false;
    const work = ({ signal }: { signal: AbortSignal }): Promise<string> =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject((aborted = true)));
      });
    const [soon, late] = [100, 300].map((ms) =>
      flights.board('k', undefined, work, { ms, clock }).result.catch((error: unknown) => error),
    );
    await clock.advanceAsync(100);
    expect(await soon).toMatchObject({ code: 'CACHE_WAIT_TIMEOUT', details: { waitedMs: 100 } });
    expect(aborted).toBe(false);
    await clock.advanceAsync(200);
    expect(await late).toMatchObject({ code: 'CACHE_WAIT_TIMEOUT', details: { waitedMs: 300 } });
    expect(aborted).toBe(true);
  });

  it('takes the timer of a deadline back when the work ends in time', async () => {
    const clock = new FakeClock();
    const { result } = new SingleFlight<string>().board('k', undefined, async () => 'x', { ms: 100, clock });
    await expect(result).resolves.toBe('x');
    await turn();
    expect(clock.pendingTimers).toBe(0);
  });

  it('takes its listener off a signal that outlives it', async () => {
    const flights = new SingleFlight<string>();
    const { signal } = new AbortController();
    const removed: string[] = [];
    const remove = signal.removeEventListener.bind(signal);
    signal.removeEventListener = (type: string, ...rest: [never]): void => {
      removed.push(type);
      remove(type, ...rest);
    };
    await flights.board('k', signal, async () => 'x').result;
    await turn();
    expect(removed).toEqual(['abort']);
  });
});
