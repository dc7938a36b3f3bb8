import { HydrogenError } from '@hydrogenai/common';

/** The file of a trail is not as long as this process has left it. */
export class SinkChangedError extends HydrogenError {
  constructor() {
    super(
      'The audit file was changed by somebody else. Give each process a file of its own, and verify this one.',
      { code: 'AUDIT_FILE_CHANGED' },
    );
  }
}
