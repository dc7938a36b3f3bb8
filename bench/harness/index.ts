// A suite
export { defineSuite } from './suite.js';
export type { Details, Suite, SuiteDefinition, SuiteScope } from './suite.js';

// What it measures
export { load, micro } from './measurement.js';
export type {
  LoadFigures,
  LoadOptions,
  LoadRequest,
  LoadRound,
  MicroFigures,
  MicroOptions,
  MicroRun,
} from './measurement.js';
export { spawnUpstream } from './spawn-upstream.js';
export type { Upstream } from './spawn-upstream.js';

// What it reports
export { atLeast, atMost, exactly, noGoal, ratioAtLeast, ratioAtMost, row } from './row.policy.js';
export type { Goal, Row } from './row.policy.js';
export { pairedDifference } from './statistics.policy.js';
