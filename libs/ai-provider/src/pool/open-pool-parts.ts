import { AdmissionGate } from '../admission/admission.gate.js';
import { MemoryBoard } from '../health/board/memory.board.js';
import { openBoard } from '../health/board/open-board.js';
import type { SharedBoard } from '../health/board/shared-board.js';
import type { ResolvedAiProviderOptions } from './resolve-options.js';

/** What a pool stands on and other processes may share. It is opened before the pool, and closed with it. */
export interface PoolParts {
  /** What is known of the candidates. */
  readonly board: SharedBoard;
  /** Keeps requests within the limits of the providers; without it everybody is let in. */
  readonly admission: AdmissionGate | undefined;
}

/** Opens the parts, with a bounded wait for the Redis that they share. */
export async function openPoolParts(options: ResolvedAiProviderOptions): Promise<PoolParts> {
  const { admission, limits, clock, sharedState } = options;
  const [board, gate] = await Promise.all([
    openBoard(sharedState, clock),
    admission.mode === 'off' ? undefined : AdmissionGate.open(admission, limits, clock),
  ]);
  return { board, admission: gate };
}

/** Parts that only this process knows, and nothing in front of the providers. */
export function localParts({ clock }: ResolvedAiProviderOptions): PoolParts {
  return { board: new MemoryBoard(clock), admission: undefined };
}
