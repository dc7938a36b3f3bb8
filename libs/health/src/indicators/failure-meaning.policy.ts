import type { ErrorKind } from '@hydrogenai/ai-provider';

/**
 * What a failed call says about the provider. `refused`: it works and did not want this request. `busy`: it works and wants
 * fewer requests (HTTP 429), so it is not down. `failed`: it could not, or would not serve this account.
 */
export type FailureMeaning = 'refused' | 'busy' | 'failed';

export const FAILURE_MEANINGS: Readonly<Record<ErrorKind, FailureMeaning>> = {
  rate_limit: 'busy',
  quota: 'failed',
  overloaded: 'failed',
  server: 'failed',
  timeout: 'failed',
  network: 'failed',
  auth: 'failed',
  permission: 'failed',
  model_not_found: 'failed',
  context_length: 'refused',
  content_filter: 'refused',
  bad_request: 'refused',
  aborted: 'refused',
  stream_interrupted: 'failed',
  malformed_response: 'failed',
};
