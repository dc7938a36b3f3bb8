import type { NextFunction, Request, Response } from 'express';
import type { HydrogenError } from '@hydrogenai/common';
import { bodyErrorOf } from './body-error.policy.js';

/** Stands for a body that could not be read, until an endpoint wants it. */
export class UnreadableBody {
  constructor(readonly error: HydrogenError) {}
}

/**
 * Follows the body parser. A request whose body is no JSON goes on, so that it gets its correlation id and counts against
 * the limits like any other that is not valid; the validation pipe refuses it.
 */
export function keepBodyError(
  error: unknown,
  request: Request,
  _response: Response,
  next: NextFunction,
): void {
  request.body = new UnreadableBody(bodyErrorOf(statusOf(error)));
  next();
}

/** The parser's errors carry the status of the answer; it knows no other than 400, 413 and 415. */
function statusOf(error: unknown): number {
  const status: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' ? status : 400;
}
