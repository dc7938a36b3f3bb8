import type { Clock } from '@hydrogenai/common';
import { aiBoard, type BoardFact } from './board.facts.js';

class BoardTimeout extends Error {}

/** Tells when sharing begins and ceases to fail, once each. */
export class BoardOutage {
  private sinceMs: number | undefined;

  constructor(
    private readonly prefix: string,
    private readonly clock: Clock,
  ) {}

  get isOn(): boolean {
    return this.sinceMs !== undefined;
  }

  failed(error: unknown): void {
    if (this.sinceMs !== undefined) return;
    this.sinceMs = this.clock.monotonicMs();
    aiBoard.publish(() => ({ event: 'degraded', prefix: this.prefix, reason: reasonOf(error) }));
  }

  succeeded(): void {
    if (this.sinceMs === undefined) return;
    const outageMs = Math.round(this.clock.monotonicMs() - this.sinceMs);
    this.sinceMs = undefined;
    aiBoard.publish(() => ({ event: 'recovered', prefix: this.prefix, outageMs }));
  }

  /** @throws always: Redis did not answer in time. */
  timeOut(): never {
    throw new BoardTimeout('Redis did not answer in time');
  }
}

function reasonOf(error: unknown): Extract<BoardFact, { event: 'degraded' }>['reason'] {
  // The words of ioredis' `commandTimeout`; it gives this error no name or code of its own.
  const late =
    error instanceof BoardTimeout || (error instanceof Error && error.message === 'Command timed out');
  if (late) return 'timeout';
  const answered = error instanceof Error && ['ReplyError', 'UnexpectedRedisReplyError'].includes(error.name);
  return answered ? 'refused' : 'disconnected';
}
