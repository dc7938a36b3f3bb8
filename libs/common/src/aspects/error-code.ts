import { isHydrogenError } from '../errors/hydrogen.error.js';

/** What facts may say of an error: its stable code, when it is one of the suite. */
export interface WithErrorCode {
  readonly errorCode?: string;
}

export function errorCodeOf(error: unknown): WithErrorCode {
  return isHydrogenError(error) ? { errorCode: error.code } : {};
}
