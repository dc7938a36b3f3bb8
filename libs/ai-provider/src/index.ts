// The module and what it gives
export { AiProviderModule } from './ai-provider.module.js';
export { AiProviderService } from './ai-provider.service.js';
export type { DrainOptions, OperatorOptions, SwitchOptions } from './pool/pool-operations.js';
export { InjectModel } from './inject-model.decorator.js';
export { getModelToken } from './ai-provider.tokens.js';

// Options
export type { AiProviderOptions, LogicalModelOptions } from './ai-provider.options.js';
export type { AiProviderModuleExtras } from './ai-provider.module-definition.js';
export type {
  BuiltInProvider,
  EmbeddingProviderOptions,
  GivenProviderOptions,
  KeyedProviderOptions,
  ModelProviderOptions,
  OpenAiProviderOptions,
  ProvidersOptions,
} from './providers/provider-options.js';

export type { AdmissionMode, AdmissionOptions } from './admission/admission.options.js';
export type { LimitsOptions, ProviderLimitsOptions } from './admission/provider-limits.js';

// Requests and answers
export type {
  ChatMessage,
  GenerateRequest,
  ImageInput,
  ReasoningEffort,
  ToolCall,
  ToolChoice,
  ToolDefinition,
} from './response/generate-request.js';
export type { CallLabels } from './response/call-labels.policy.js';
export type { ResponseEvent } from './response/response-stream.js';

// Values instead of text
export type { ObjectRequest, ObjectResponse } from './objects/object.generator.js';
export type { ObjectIssue } from './objects/object-issue.js';
export { InvalidObjectError } from './objects/invalid-object.error.js';

// Texts as vectors
export type { EmbeddingModelOptions, EmbeddingsOptions } from './embeddings/embedding-options.js';
export type {
  EmbedManyRequest,
  EmbedManyResponse,
  EmbedRequest,
  EmbedResponse,
} from './embeddings/embedding-request.js';

// Batches
export type { BatchDesk } from './batch/batch.desk.js';
export type { BatchOptions } from './batch/batch-options.js';
export type {
  BatchAnswer,
  BatchCounts,
  BatchItemRequest,
  BatchRequest,
  BatchResult,
  BatchState,
  BatchStatus,
  SubmittedBatch,
} from './batch/batch.types.js';
export type { BatchRecord, BatchStore } from './batch/batch-store.js';
export { MemoryBatchStore } from './batch/memory-batch.store.js';
export {
  BatchFailedError,
  BatchNotReadyError,
  UnknownBatchError,
  type BatchStep,
} from './batch/batch.errors.js';

// Failures
export { ERROR_KINDS, type ErrorKind, type ProviderFailure } from './errors/error-kind.js';
export { ERROR_RULES, type ErrorRule } from './errors/error-rules.js';
export { classifyError } from './errors/classify-error.js';
export { AllProvidersFailedError } from './errors/all-providers-failed.error.js';
export { RequestRejectedError, type RejectionKind } from './errors/request-rejected.error.js';
export { StreamInterruptedError, type UsageEstimate } from './errors/stream-interrupted.error.js';
export { UnknownNameError } from './errors/unknown-name.error.js';

// Classification
export {
  COMPLEXITIES,
  LIFETIME_MS,
  TIME_SENSITIVITIES,
  type Classification,
  type Complexity,
  type TimeSensitivity,
} from './classification/classification.js';
export { classifyByRules, guessByRules, type RuleGuess } from './classification/classification.policy.js';
export { aiClassification, type ClassificationFact } from './classification/classification.facts.js';
export {
  resolveRules,
  type ClassificationOptions,
  type ClassificationRule,
  type ResolvedRules,
} from './classification/classification.options.js';
export type { ClassifierOptions } from './classification/classifier.options.js';
export type { ModelStageOptions } from './classification/model-stage.options.js';
export type { ClassificationPrompt } from './classification/model-stage.policy.js';
export {
  QueryClassifier,
  type AskModel,
  type ClassifyOptions,
  type ModelStage,
} from './classification/query-classifier.js';
export type { AutoModelOptions } from './classification/auto-model.options.js';
export { QUERY_TYPES, type ClassifiedType, type QueryType } from './classification/query-type.js';

// Stats and facts
export type { ModelStats, ProviderStats } from './stats/provider-stats.js';
export type { Percentiles } from './stats/sample-window.js';
export { aiAttempt, type AttemptFact } from './stats/stats.recorder.js';
export type { LaneStats } from './stats/provider-stats.js';

// Limits of providers
export type { LaneLimits } from './admission/admission.gate.js';
export type { LimitStatus } from './admission/limit-board.js';
export { aiAdmission, type AdmissionFact } from './admission/admission.facts.js';

// Hedging
export type { HedgeOptions } from './hedging/hedge.options.js';
export { aiHedge, type HedgeFact } from './hedging/hedge.facts.js';

// Selection
export type { CandidateCapabilities } from './selection/capabilities.js';
export type { CandidateOptions, SelectionOptions } from './selection/candidate-settings.js';
export type { ExplainedCandidate, Explanation } from './selection/explanation.js';
export { STRATEGIES, type Strategy } from './selection/strategy.js';
export { NoFitCandidateError, type UnfitCandidate } from './errors/no-fit-candidate.error.js';

// Health of candidates
export type { BreakerOptions } from './health/breaker.options.js';
export type { SharedStateOptions } from './health/shared-state.options.js';
export type { LaneState } from './health/lane-state.js';
export { aiBreaker, type BreakerFact } from './health/breakers.js';
export { aiBoard, type BoardFact } from './health/board/board.facts.js';
export { aiSwitch, type Drain, type OperatorFact, type ProviderSwitch } from './health/operator.facts.js';
export type { KeyCheck, KeyState } from './providers/key-check.js';

// Money
export type { MoneyOptions } from './money/money.options.js';
export type {
  ModelPricing,
  PriceTierOptions,
  PricingOptions,
  TokenPrices,
} from './money/prices/pricing.options.js';
export type { ChargeSource } from './money/prices/attempt-charge.policy.js';
export type { LedgerOptions } from './money/ledger/ledger.options.js';
export type { LedgerEntry } from './money/ledger/ledger-entry.js';
export {
  USAGE_DIMENSIONS,
  type LedgerRow,
  type UsageDimension,
  type UsageLabels,
} from './money/ledger/ledger-row.js';
export type { UsageQuery, UsageRow } from './money/ledger/usage.policy.js';
export type { UsageFigures } from './money/ledger/usage-figures.js';
export type { UsageReport } from './money/ledger/ledger.js';
export type { HourRange, LedgerBatch, LedgerStore } from './money/ledger/ledger.store.js';
export { MemoryLedgerStore } from './money/ledger/memory-ledger.store.js';
export type { BudgetingOptions, BudgetOptions, BudgetScope } from './money/budgets/budget.options.js';
export type { BudgetWindow } from './money/budgets/budget-window.policy.js';
export { BudgetExceededError, type BudgetRefusal } from './money/budgets/budget-exceeded.error.js';
export { aiBudget, type BudgetFact } from './money/budgets/budget.facts.js';
export { aiLedger, type LedgerFact } from './money/ledger/ledger.facts.js';
