/** An option, a fault or a control request that makes no sense. The message names field, accepted values and value. */
export class SimulatorInputError extends Error {
  override readonly name = 'SimulatorInputError';

  constructor(
    readonly field: string,
    readonly accepted: string,
    received: unknown,
  ) {
    super(`${field}: expected ${accepted}, received ${describe(received)}.`);
  }
}

/** Short and without content: long strings and objects are named by their kind only. */
function describe(value: unknown): string {
  if (typeof value === 'string')
    return value.length <= 40 ? JSON.stringify(value) : `a string of ${value.length}`;
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
