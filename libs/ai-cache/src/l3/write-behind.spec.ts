import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WriteBehind, type PendingWrite } from './write-behind.js';

interface Held {
  readonly write: PendingWrite;
  readonly done: () => void;
  readonly fail: () => void;
}

/** A store whose every change ends when the test says so. */
function slowStore(bounds: { mostWrites?: number; mostBytes?: number } = {}) {
  const held: Held[] = [];
  const writes = new WriteBehind({
    mostWrites: 100,
    mostBytes: 1_000,
    ...bounds,
    apply: (write) =>
      new Promise<void>((resolve, reject) => {
        held.push({ write, done: resolve, fail: () => reject(new Error('no')) });
      }),
  });
  const finish = async (): Promise<void> => {
    while (held.length > 0) {
      held.shift()?.done();
      await turn();
    }
  };
  return { held, writes, finish };
}

const put = (key: string, text = 'x'): PendingWrite => ({ key, bytes: Buffer.from(text), expiresAtMs: 1 });
const remove = (key: string): PendingWrite => ({ key, bytes: undefined, expiresAtMs: 1 });
const shown = ({ write }: Held): string => `${write.key}=${write.bytes?.toString() ?? 'gone'}`;

describe('writes behind', () => {
  it('run four at a time, and one at a time for a key, in order', async () => {
    const { held, writes, finish } = slowStore();
    void writes.add(put('a', '1'));
    void writes.add(put('a', '2'));
    for (const key of ['b', 'c', 'd', 'e']) void writes.add(put(key));
    expect(held.map(shown)).toEqual(['a=1', 'b=x', 'c=x', 'd=x']);
    held.shift()?.done();
    await turn();
    expect(held.map(shown)).toEqual(['b=x', 'c=x', 'd=x', 'a=2']);
    await finish();
    expect(writes.queuedWrites).toBe(0);
    expect(writes.queuedBytes).toBe(0);
  });

  it('carry out only the last change of a key that has not begun, and tell all who wait', async () => {
    const { held, writes, finish } = slowStore();
    const answers = [put('a', '1'), put('a', '2'), put('a', '3'), remove('a')].map((write) =>
      writes.add(write),
    );
    expect(held.map(shown)).toEqual(['a=1']);
    expect(writes.peek('a')).toEqual(remove('a'));
    held.shift()?.done();
    await turn();
    expect(held.map(shown)).toEqual(['a=gone']);
    expect(writes.peek('a')).toEqual(remove('a'));
    await finish();
    expect(await Promise.all(answers)).toEqual([true, true, true, true]);
    expect(writes.peek('a')).toBeUndefined();
  });

  it('stay within their number and their bytes, with what is under way', async () => {
    const { writes, finish } = slowStore({ mostWrites: 6, mostBytes: 10 });
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) void writes.add(put(key));
    expect(await writes.add(put('g'))).toBe(false);
    expect(writes.dropped).toBe(1);
    // In place of one that waits there is room, up to the bytes.
    void writes.add(put('f', '12345'));
    expect(await writes.add(put('e', '12345'))).toBe(false);
    expect(writes.queuedBytes).toBe(10);
    await finish();
    expect([writes.queuedBytes, writes.queuedWrites]).toEqual([0, 0]);
  });

  it('make room for a deletion by leaving out values that wait', async () => {
    const { held, writes, finish } = slowStore({ mostWrites: 5 });
    const answers = ['a', 'b', 'c', 'd', 'e'].map((key) => writes.add(put(key)));
    const deletion = writes.add(remove('z'));
    expect(await answers[4]).toBe(false);
    const done: string[] = held.map(shown);
    held.shift()?.done();
    await turn();
    expect(held.map(shown)).toContain('z=gone');
    expect(done).not.toContain('e=x');
    await finish();
    expect(await deletion).toBe(true);
  });

  it('say that a failed change did not happen and go on with the next', async () => {
    const { held, writes, finish } = slowStore();
    const [first, second] = [writes.add(put('a', '1')), writes.add(put('a', '2'))];
    held.shift()?.fail();
    expect(await first).toBe(false);
    await finish();
    expect(await second).toBe(true);
  });

  it('are idle when the last of them has ended, also one that came meanwhile', async () => {
    const { held, writes } = slowStore();
    void writes.add(put('a'));
    let idle = false;
    const waiting = writes.idle().then(() => (idle = true));
    void writes.add(put('b'));
    held.shift()?.done();
    await turn();
    expect(idle).toBe(false);
    held.shift()?.done();
    await waiting;
    expect(idle).toBe(true);
    await writes.idle();
  });
});
