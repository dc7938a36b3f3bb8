import type { Fault } from '@hydrogenai/ai-provider/testing';

/** What a provider may do to a request; `undefined`: answer it. */
export const FAULTS: readonly (Fault | undefined)[] = [
  undefined,
  undefined,
  { kind: 'status', status: 500 },
  { kind: 'rateLimit' },
  { kind: 'quota' },
  { kind: 'overloaded' },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'reset', afterChunks: 2 },
  { kind: 'end', afterChunks: 1 },
  { kind: 'stall', afterChunks: 2 },
  { kind: 'brokenJson', afterChunks: 1 },
  { kind: 'streamError', afterChunks: 0 },
  { kind: 'streamError', afterChunks: 2 },
  { kind: 'contextLength' },
];

/** Whole numbers from 0, the same ones in every run. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
