import { describe, expect, it } from 'vitest';
import { factChannel } from '../telemetry/fact-channel.js';
import { collectFacts } from './collect-facts.js';

describe('collectFacts', () => {
  it('keeps what the channel says until it is stopped, and other channels never reach it', () => {
    const channel = factChannel<{ n: number }>('test.collect');
    const other = factChannel<{ n: number }>('test.collect-other');
    const collector = collectFacts(channel);
    channel.publish(() => ({ n: 1 }));
    other.publish(() => ({ n: 2 }));
    collector.stop();
    collector.stop();
    channel.publish(() => ({ n: 3 }));
    expect(collector.facts).toEqual([{ n: 1 }]);
    expect(channel.active).toBe(false);
  });

  it('stops at the end of a using block', () => {
    const channel = factChannel<{ n: number }>('test.collect-using');
    {
      using collector = collectFacts(channel);
      channel.publish(() => ({ n: 1 }));
      expect(collector.facts).toHaveLength(1);
    }
    expect(channel.active).toBe(false);
  });
});
