import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** Whether a process of that number exists (signal 0 asks without sending anything). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Resolves when a process that need not be our child is gone. */
export async function untilGone(pid: number, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) throw new Error(`process ${pid} is still there after ${withinMs} ms`);
    await sleep(POLL_MS);
  }
}
