import { isHydrogenError } from '@hydrogenai/common';
import { Logger } from '@nestjs/common';
import { inspect } from 'node:util';
import type { LogMasker } from './log-masker.js';
import { stackFrames } from './stack-frames.js';

const logger = new Logger('Failures');
const DEEPEST = 6;

/**
 * Logs what nobody expected. Errors of the suite are answers, and say to the caller all there is to say.
 * @param masker without one, only the name and the place of a foreign error are logged: its message may quote what was
 * asked. With one, message, causes and fields are logged as it leaves them: it knows secrets, and not what people say.
 */
export function logFailure(error: unknown, correlationId: string, masker?: LogMasker): void {
  if (isHydrogenError(error)) return;
  const shown = masker
    ? masker.text(inspect(masker.value(error), { depth: DEEPEST, breakLength: Infinity }))
    : stackFrames(error);
  logger.error(`${correlationId} failed: ${shown}`);
}
