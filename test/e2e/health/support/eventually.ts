import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 20;

/** Asks until the answer is as wished; the bound is generous and measures nothing. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isAsWished: (answer: T) => boolean,
  withinMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isAsWished(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`not within ${withinMs} ms, last: ${JSON.stringify(answer)}`);
    await pause(POLL_MS);
  }
}
