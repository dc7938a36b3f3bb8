import type { Clock } from '@hydrogenai/common';
import type { AttemptEnd, AttemptObserver } from '../failover/attempt-end.js';
import { SampleWindow } from '../stats/sample-window.js';

/** Enough for a 95th percentile of the latest answers, of the last ten minutes. */
const WINDOW = { size: 256, maxAgeMs: 600_000 };
/** The percentile is sorted out anew after so many answers, and not for every request. */
const REFRESH = 16;
const ENOUGH_SAMPLES = 20;

/** What is waited for. */
type Expected = 'stream' | 'answer';

class Times {
  private readonly window = new SampleWindow(WINDOW);
  private fresh = 0;
  private samples = 0;
  private known: number | undefined;

  add(ms: number, nowMs: number): void {
    this.window.add(ms, nowMs);
    this.samples++;
    this.fresh++;
    if (this.samples < ENOUGH_SAMPLES || (this.known !== undefined && this.fresh < REFRESH)) return;
    this.fresh = 0;
    this.known = this.window.percentiles(nowMs)?.p95;
  }

  /** One that was ended before it was there. It is known to be slow, and left out it would make all look quicker. */
  addAtLeast(ms: number, nowMs: number): void {
    if (this.known !== undefined && ms >= this.known) this.add(ms, nowMs);
  }

  get p95(): number | undefined {
    return this.known;
  }
}

/** How long each model takes to its first content, and to whole answers. Bounded: two windows a model. */
export class AnswerTimes implements AttemptObserver {
  private readonly streams = new Map<string, Times>();
  private readonly answers = new Map<string, Times>();

  constructor(private readonly clock: Clock) {}

  attemptEnded({ candidate, entry }: AttemptEnd): void {
    const nowMs = this.clock.monotonicMs();
    if (entry.firstTokenMs !== undefined) timesOf(this.streams, candidate.id).add(entry.firstTokenMs, nowMs);
    else if (entry.outcome === 'answered') timesOf(this.answers, candidate.id).add(entry.ms, nowMs);
  }

  /** In ms; `undefined` before enough answers. */
  p95(candidateId: string, kind: Expected): number | undefined {
    return this.of(kind).get(candidateId)?.p95;
  }

  /** An attempt was ended after so many ms, because another one was quicker. */
  outrun(candidateId: string, kind: Expected, ms: number): void {
    this.of(kind).get(candidateId)?.addAtLeast(ms, this.clock.monotonicMs());
  }

  private of(kind: Expected): Map<string, Times> {
    return kind === 'stream' ? this.streams : this.answers;
  }
}

function timesOf(all: Map<string, Times>, id: string): Times {
  const known = all.get(id);
  if (known) return known;
  const times = new Times();
  all.set(id, times);
  return times;
}
