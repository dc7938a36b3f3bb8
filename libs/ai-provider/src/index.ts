// The module and what it gives
export { AiProviderModule } from './ai-provider.module.js';
export { AiProviderService, type SwitchOptions } from './ai-provider.service.js';
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
export type { Classification } from './classification/classification.policy.js';
export { QUERY_TYPES, type QueryType } from './classification/query-rules.js';

// Stats and facts
export type { ModelStats, ProviderStats } from './stats/provider-stats.js';
export type { Percentiles } from './stats/sample-window.js';
export { aiAttempt, type AttemptFact } from './stats/stats.recorder.js';
export { aiSwitch, type ProviderSwitch } from './candidates/switch-board.js';
