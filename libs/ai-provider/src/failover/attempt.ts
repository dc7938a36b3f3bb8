import type { Candidate } from '../candidates/candidate.js';
import type { AttemptBudget } from './attempt-budget.policy.js';
import type { CallProfile } from './attempt-end.js';
import type { AttemptPass } from './attempt-gate.js';
import type { AttemptScope } from './attempt-scope.js';

/** One attempt in progress: where it goes, how long it may take, and its own signal. */
export interface Attempt<Who extends Candidate = Candidate> {
  readonly candidate: Who;
  readonly profile: CallProfile;
  readonly budget: AttemptBudget;
  /** What it holds, until the attempt book closes it. */
  readonly pass: AttemptPass;
  readonly scope: AttemptScope;
  readonly startedMs: number;
  /** How many attempts of the same request ended before it. */
  readonly index: number;
}
