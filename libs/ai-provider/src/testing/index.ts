// The server
export { startSimulator } from './simulator.js';
export type { BucketOptions, SimulatorOptions } from './simulator.options.js';
export type {
  HitFilter,
  JournalEntry,
  SimulatedMessage,
  SimulatedQuestion,
  Simulator,
} from './simulator.types.js';
export type { SimulatedAnswer, SimulatedToolCall } from './simulated-answer.js';
export type { RequestedTool, RequestedToolChoice } from './wires/requested-tools.js';
export { SimulatorInputError } from './simulator-input.error.js';

// What it speaks
export { WIRE_BASE_PATHS, WIRES, type Wire } from './wire.types.js';
export { DEFAULT_MODELS } from './models.js';
export { defaultAnswer } from './answers.policy.js';
export { estimateTokens } from './usage.policy.js';

// What can be scripted
export type {
  DelayFault,
  Fault,
  FaultKind,
  FaultScope,
  QuotaFault,
  RateLimitFault,
  RedirectFault,
  ResetFault,
  StatusFault,
  StreamErrorFault,
  StreamErrorType,
} from './fault.types.js';

// Real limits
export type { Resource } from './limits.js';

// What replaceable stores promise
export { LEDGER_STORE_CONTRACT, type ContractCase } from '../money/testing/ledger-store.contract.js';
