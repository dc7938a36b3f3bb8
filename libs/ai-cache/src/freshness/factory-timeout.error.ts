import { formatDuration, HydrogenError } from '@hydrogenai/common';

/** A computation took longer than `hardTimeout`, and nothing could stand in for its answer. It was aborted. */
export class FactoryTimeoutError extends HydrogenError {
  constructor(namespace: string, timeoutMs: number) {
    super(
      `The computation for namespace ${namespace} was aborted after ${formatDuration(timeoutMs)}, its hardTimeout. Try ` +
        'again, allow more time, or set failSafeFor so that an older answer may stand in.',
      { code: 'CACHE_FACTORY_TIMEOUT', httpStatus: 504, retryable: true, details: { namespace, timeoutMs } },
    );
  }
}
