import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HydrogenError, Retryable } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import { runtime } from './support/runtime.js';

class Busy extends HydrogenError {
  constructor() {
    super('busy', { code: 'BUSY', retryable: true });
  }
}

@Injectable()
class Streams {
  opened = 0;
  closed = 0;

  /** Fails at the chunks that its plan names, one entry an opening. */
  @Retryable()
  async *read(failAt: readonly (number | undefined)[], length = 3): AsyncGenerator<number, string> {
    const failing = failAt[this.opened];
    this.opened += 1;
    try {
      for (let chunk = 0; chunk < length; chunk++) {
        if (chunk === failing) throw new Busy();
        yield chunk;
      }
      return 'end';
    } finally {
      this.closed += 1;
    }
  }

  @Retryable()
  async *outer(): AsyncGenerator<number, string> {
    return yield* this.read([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  }
}

async function collect(stream: AsyncGenerator<number, string>): Promise<unknown[]> {
  const chunks: unknown[] = [];
  try {
    for (;;) {
      const { value, done } = await stream.next('sent');
      chunks.push(value);
      if (done) return chunks;
    }
  } catch (error) {
    return [...chunks, error];
  }
}

describe('@Retryable on a stream', () => {
  let streams: Streams;
  let clock: FakeClock;
  let close: () => Promise<void>;

  beforeEach(async () => {
    clock = new FakeClock();
    const moduleRef = await Test.createTestingModule({
      imports: [runtime({ clock })],
      providers: [Streams],
    }).compile();
    streams = moduleRef.get(Streams);
    close = () => moduleRef.close();
  });
  afterEach(async () => {
    await close();
  });

  const all = async (stream: AsyncGenerator<number, string>): Promise<unknown[]> => {
    const collected = collect(stream);
    await clock.advanceAsync(60_000);
    return collected;
  };

  it('opens it again when it fails before its first chunk, and every chunk comes once', async () => {
    expect(await all(streams.read([0, 0, undefined]))).toEqual([0, 1, 2, 'end']);
    expect([streams.opened, streams.closed]).toEqual([3, 3]);
  });

  it.each([1, 2])('never opens it again after its first chunk (failure at chunk %d)', async (failAt) => {
    const chunks = await all(streams.read([failAt]));
    expect(chunks).toHaveLength(failAt + 1);
    expect(chunks.at(-1)).toBeInstanceOf(Busy);
    expect([streams.opened, streams.closed]).toEqual([1, 1]);
  });

  it('gives up after its attempts, and an outer one lets that pass', async () => {
    expect(await all(streams.outer())).toEqual([expect.any(Busy)]);
    expect(streams.opened).toBe(3);
  });

  it('passes on a stream without chunks, with its return value', async () => {
    expect(await all(streams.read([], 0))).toEqual(['end']);
  });

  it('closes the method when the reader leaves, at the first chunk as well', async () => {
    for await (const chunk of streams.read([])) {
      expect(chunk).toBe(0);
      break;
    }
    expect([streams.opened, streams.closed]).toEqual([1, 1]);
  });
});
