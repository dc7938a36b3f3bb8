import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { MemoryBoard } from './board/memory.board.js';
import { aiSwitch, type ProviderSwitch } from './operator.facts.js';
import { SwitchBoard } from './switch-board.js';

const decision = (provider: string, rest: Partial<ProviderSwitch> = {}): ProviderSwitch => ({
  provider,
  reason: 'test',
  by: 'ops',
  since: 0,
  ...rest,
});

describe('SwitchBoard', () => {
  it('names the provider until its time has passed', () => {
    const clock = new FakeClock();
    const board = new SwitchBoard(new MemoryBoard(clock));
    board.set(decision('openai', { since: clock.now(), until: clock.now() + 1_000 }));
    clock.advance(999);
    expect(board.providerFor('chat')).toBe('openai');
    expect(board.list()).toHaveLength(1);
    clock.advance(1);
    expect(board.list()).toEqual([]);
    expect(board.providerFor('chat')).toBeUndefined();
  });

  it('lasts until the next switch without an end', () => {
    const clock = new FakeClock();
    const board = new SwitchBoard(new MemoryBoard(clock));
    board.set(decision('openai'));
    clock.advance(365 * 86_400_000);
    expect(board.providerFor('chat')).toBe('openai');
    board.set(decision('groq'));
    expect(board.list().map(({ provider }) => provider)).toEqual(['groq']);
  });

  it('lets a switch of one model go before the one of all, and after it ends falls back to that', () => {
    const clock = new FakeClock();
    const board = new SwitchBoard(new MemoryBoard(clock));
    board.set(decision('openai'));
    board.set(decision('anthropic', { model: 'smart', since: clock.now(), until: clock.now() + 10 }));
    expect([board.providerFor('chat'), board.providerFor('smart')]).toEqual(['openai', 'anthropic']);
    clock.advance(10);
    expect(board.providerFor('smart')).toBe('openai');
  });

  it('replaces every switch by one of all models', () => {
    const board = new SwitchBoard(new MemoryBoard(new FakeClock()));
    board.set(decision('anthropic', { model: 'smart' }));
    board.set(decision('openai'));
    expect(board.providerFor('smart')).toBe('openai');
  });

  it('clears one model, or all', () => {
    const board = new SwitchBoard(new MemoryBoard(new FakeClock()));
    board.set(decision('openai'));
    board.set(decision('anthropic', { model: 'smart' }));
    board.clear('ops', 'done', 'smart');
    expect(board.providerFor('smart')).toBe('openai');
    board.clear('ops', 'done');
    expect(board.list()).toEqual([]);
  });

  it('tells of every switch and of its end by hand', () => {
    using collector = collectFacts(aiSwitch);
    const board = new SwitchBoard(new MemoryBoard(new FakeClock()));
    board.set(decision('openai'));
    board.clear('eve', 'done');
    expect(collector.facts).toEqual([decision('openai'), { provider: null, by: 'eve', reason: 'done' }]);
  });
});
