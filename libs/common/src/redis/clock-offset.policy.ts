/** What is known about Redis' clock: how far it is ahead of our monotonic one, at least. */
export interface ClockOffset {
  /** Redis' clock minus ours, in ms. Never more than the true one, so a deadline in Redis' time is never too late. */
  readonly aheadMs: number;
  /** When it was learnt, on our clock. */
  readonly learntAtMs: number;
}

export interface ClockSample {
  /** Our monotonic clock when the command left and when its answer came. */
  readonly sentMs: number;
  readonly receivedMs: number;
  /** Redis' clock somewhere in between. */
  readonly redisMs: number;
}

/** An estimate is replaced after this long even by a poorer one: clocks drift (quartz: up to 0.1 ms in 1 s is generous). */
const TRUSTED_MS = 10_000;

/**
 * Learns from an answer. Redis read its clock before the answer came, so `redisMs - receivedMs` is a lower bound of the
 * offset: the quicker the answer, the closer. The highest bound is kept, unless the sample proves it wrong (Redis' clock
 * was set back) or it has grown old. A bound from an answer that took `r` ms to come back makes a command due `r` ms
 * before our own deadline, which is just the time that its answer needs.
 */
export function learnOffset(known: ClockOffset | undefined, sample: ClockSample): ClockOffset {
  const atLeastMs = sample.redisMs - sample.receivedMs;
  const atMostMs = sample.redisMs - sample.sentMs;
  const keepsKnown =
    known !== undefined &&
    known.aheadMs >= atLeastMs &&
    known.aheadMs <= atMostMs &&
    sample.receivedMs - known.learntAtMs < TRUSTED_MS;
  return keepsKnown ? known : { aheadMs: atLeastMs, learntAtMs: sample.receivedMs };
}
