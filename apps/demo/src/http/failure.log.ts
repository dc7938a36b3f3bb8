import { isHydrogenError } from '@hydrogenai/common';
import { Logger } from '@nestjs/common';
import { stackFrames } from './stack-frames.js';

const logger = new Logger('Http');

/** Logs what nobody expected. Errors of the suite are answers, and say to the caller all there is to say. */
export function logFailure(error: unknown, correlationId: string): void {
  if (!isHydrogenError(error)) logger.error(`${correlationId} failed: ${stackFrames(error)}`);
}
