import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import type { GateAnswer } from '../failover/attempt-gate.js';
import { amountsOf, NOTHING } from './counting.policy.js';
import { WaitingLine, type Asked, type Turn } from './waiting-line.js';

const ENTERED: GateAnswer = { kind: 'entered', pass: { leave: () => undefined, cancel: () => undefined } };
const REFUSED: GateAnswer = { kind: 'refused', why: 'limit', retryInMs: 7 };

class World {
  readonly clock = new FakeClock();
  readonly line = new WaitingLine(this.clock);
  readonly log: string[] = [];
  room = 0;
  givenBack = 0;
  asked = 0;

  turn(cost: number, rest: Partial<Turn> = {}): Turn {
    return {
      amounts: amountsOf(cost, 0),
      waitAtMostMs: 1_000,
      signal: undefined,
      refused: () => REFUSED,
      ask: () => this.ask(cost),
      ...rest,
    };
  }

  ask(cost: number): Asked {
    this.asked += 1;
    if (cost > this.room) return { kind: 'full', retryInMs: 100, askAgainInMs: 100 };
    this.room -= cost;
    return { kind: 'admitted', answer: ENTERED, giveBack: () => void (this.givenBack += 1) };
  }

  wait(name: string, turn: Turn): Promise<void> {
    return this.line.wait(turn).then(
      (answer) => void this.log.push(`${name} ${answer.kind}`),
      (reason: unknown) => void this.log.push(`${name} ${String(reason)}`),
    );
  }
}

describe('WaitingLine', () => {
  it('serves first who came first: a small one behind a large one waits, though there is room for it', async () => {
    const world = new World();
    void world.wait('large', world.turn(10));
    void world.wait('small', world.turn(1));
    world.room = 5;
    world.line.poke();
    await world.clock.advanceAsync(0);
    expect(world.log).toEqual([]);
    world.room = 11;
    world.line.poke();
    await world.clock.advanceAsync(0);
    expect(world.log).toEqual(['large entered', 'small entered']);
    expect(world.line.amounts).toEqual(NOTHING);
  });

  it('asks for the first one only, when the bucket says so or something was given back, and never in between', async () => {
    const world = new World();
    for (let waiter = 0; waiter < 50; waiter++)
      void world.wait(`${waiter}`, world.turn(1, { waitAtMostMs: 250 }));
    await world.clock.advanceAsync(99);
    expect(world.asked).toBe(1);
    await world.clock.advanceAsync(101);
    expect(world.asked).toBe(3);
    world.line.poke();
    expect(world.asked).toBe(4);
  });

  it('refuses who has waited long enough, and goes on with the next one', async () => {
    const world = new World();
    void world.wait('large', world.turn(10, { waitAtMostMs: 50 }));
    void world.wait('small', world.turn(1));
    world.room = 5;
    await world.clock.advanceAsync(50);
    expect(world.log).toEqual(['large refused', 'small entered']);
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('lets go of one who aborts, with its reason, and of one who had aborted before', async () => {
    const world = new World();
    const controller = new AbortController();
    void world.wait('first', world.turn(10, { signal: controller.signal }));
    void world.wait('second', world.turn(1));
    world.room = 5;
    controller.abort('gone');
    void world.wait('third', world.turn(1, { signal: controller.signal }));
    await world.clock.advanceAsync(0);
    expect(world.log.toSorted()).toEqual(['first gone', 'second entered', 'third gone']);
    expect(world.line.size).toBe(0);
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('gives back what was granted to one who had left while the store was asked', async () => {
    const world = new World();
    const controller = new AbortController();
    let answer: ((asked: Asked) => void) | undefined;
    const ask = (): Promise<Asked> => new Promise((resolve) => (answer = resolve));
    void world.wait('first', world.turn(1, { ask, signal: controller.signal }));
    void world.wait('second', world.turn(1));
    controller.abort('gone');
    world.room = 2;
    answer?.(world.ask(1));
    await world.clock.advanceAsync(0);
    expect(world.log).toEqual(['first gone', 'second entered']);
    expect(world.givenBack).toBe(1);
  });

  it('asks again at once when something was given back while it was asking', async () => {
    const world = new World();
    let answer: ((asked: Asked) => void) | undefined;
    let asked = 0;
    const ask = (): Asked | Promise<Asked> =>
      asked++ === 0 ? new Promise<Asked>((resolve) => (answer = resolve)) : world.ask(1);
    void world.wait('one', world.turn(1, { ask }));
    world.room = 1;
    world.line.poke();
    answer?.({ kind: 'full', retryInMs: 60_000, askAgainInMs: 60_000 });
    await world.clock.advanceAsync(0);
    expect(world.log).toEqual(['one entered']);
  });

  it('passes the error of a failing store on to who asked, and serves the next one', async () => {
    const world = new World();
    world.room = 5;
    void world.wait('first', world.turn(1, { ask: () => Promise.reject(new Error('broken')) }));
    void world.wait('second', world.turn(1));
    void world.wait('third', world.turn(1, { ask: () => ({ kind: 'never' }) }));
    await world.clock.advanceAsync(0);
    expect(world.log).toEqual(['first Error: broken', 'second entered', 'third refused']);
  });

  it('turns everybody away when it closes, and leaves no timer', async () => {
    const world = new World();
    void world.wait('one', world.turn(1));
    void world.wait('two', world.turn(1));
    world.line.close();
    await world.clock.advanceAsync(0);
    expect(world.log).toEqual(['one refused', 'two refused']);
    expect(world.clock.pendingTimers).toBe(0);
  });
});
