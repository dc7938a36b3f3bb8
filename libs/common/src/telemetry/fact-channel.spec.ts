import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it, vi } from 'vitest';
import { collectFacts } from '../testing/collect-facts.js';
import { factChannel } from './fact-channel.js';

describe('factChannel', () => {
  it('does not even build a fact that nobody listens to', () => {
    const channel = factChannel<{ n: number }>('test.lazy');
    const build = vi.fn<() => { n: number }>(() => ({ n: 1 }));
    channel.publish(build);
    expect(build).not.toHaveBeenCalled();
    expect(channel.active).toBe(false);
  });

  it('builds a fact once for all who listen', () => {
    const channel = factChannel<{ n: number }>('test.once');
    using first = collectFacts(channel);
    using second = collectFacts(channel);
    const build = vi.fn<() => { n: number }>(() => ({ n: 1 }));
    expect(channel.active).toBe(true);
    channel.publish(build);
    expect(build).toHaveBeenCalledTimes(1);
    expect([first.facts, second.facts]).toEqual([[{ n: 1 }], [{ n: 1 }]]);
  });

  it('gives the same stream for the same name, under hydrogenai: in diagnostics_channel', () => {
    const seen: unknown[] = [];
    const listener = (fact: unknown): void => void seen.push(fact);
    subscribe('hydrogenai:test.named', listener);
    factChannel<{ n: number }>('test.named').publish(() => ({ n: 1 }));
    factChannel<{ n: number }>('test.named').publish(() => ({ n: 2 }));
    unsubscribe('hydrogenai:test.named', listener);
    expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
    expect(factChannel('test.named').name).toBe('hydrogenai:test.named');
  });
});
