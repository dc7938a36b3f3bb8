import { cacheRefreshTrouble } from './freshness.facts.js';

/** The computations that nobody waits for: one for a key, few at a time, aborted at the end. */
export class BackgroundRefreshes {
  private readonly running = new Set<AbortController>();
  private readonly begun = new Set<string>();
  private closed = false;

  /** @param most how many may run at one time */
  constructor(private readonly most: number) {}

  get size(): number {
    return this.running.size;
  }

  /** Begins a computation, unless one of this key is under way, too many are, or the end has come. */
  begin(identity: string, namespace: string, compute: (signal: AbortSignal) => Promise<unknown>): void {
    if (this.begun.has(identity) || !this.mayTake(namespace)) return;
    const abort = new AbortController();
    this.begun.add(identity);
    // Not in this turn: who is served from memory does not wait for what a factory does first.
    const work = Promise.resolve().then(() => compute(abort.signal));
    this.follow(namespace, work, abort, () => this.begun.delete(identity));
  }

  /** Takes over a computation whose caller does not wait any longer. It is aborted when there is no room. */
  adopt(namespace: string, work: Promise<unknown>, abort: AbortController): void {
    const taken = this.mayTake(namespace);
    this.follow(namespace, work, abort, () => undefined);
    if (!taken) abort.abort(new DOMException('Too many computations in the background.', 'AbortError'));
  }

  /** Aborts what runs and begins nothing more. It does not wait for work that ignores its signal. */
  close(): void {
    this.closed = true;
    for (const abort of this.running) abort.abort(new DOMException('The cache is closing.', 'AbortError'));
  }

  private mayTake(namespace: string): boolean {
    if (!this.closed && this.running.size < this.most) return true;
    cacheRefreshTrouble.publish(() => ({ namespace, what: 'refresh-dropped' }));
    return false;
  }

  private follow(
    namespace: string,
    work: Promise<unknown>,
    abort: AbortController,
    onEnd: () => unknown,
  ): void {
    this.running.add(abort);
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      this.running.delete(abort);
      onEnd();
    };
    // What ignores its signal must not hold its place for ever.
    abort.signal.addEventListener('abort', end, { once: true });
    work.then(end, () => {
      end();
      cacheRefreshTrouble.publish(() => ({ namespace, what: 'refresh-failed' }));
    });
  }
}
