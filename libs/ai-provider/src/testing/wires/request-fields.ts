import { RefusedRequest, type FieldProblem } from '../problem.types.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function refuseField(field: string, fault: FieldProblem['fault'], expected: string): never {
  throw new RefusedRequest({ kind: 'field', field, fault, expected });
}

export function requiredString(body: JsonObject, field: string): string {
  const value = body[field];
  if (value === undefined || value === null) refuseField(field, 'missing', 'a string');
  if (typeof value !== 'string') refuseField(field, 'type', 'a string');
  if (value === '') refuseField(field, 'value', 'a string that is not empty');
  return value;
}

export function requiredArray(body: JsonObject, field: string, expected: string): readonly unknown[] {
  const value = body[field];
  if (value === undefined || value === null) refuseField(field, 'missing', expected);
  if (!Array.isArray(value)) refuseField(field, 'type', expected);
  if (value.length === 0) refuseField(field, 'value', `${expected} with at least one element`);
  return value;
}

export function optionalBoolean(body: JsonObject, field: string): boolean {
  const value = body[field] ?? false;
  if (typeof value !== 'boolean') refuseField(field, 'type', 'a boolean');
  return value;
}

export function optionalPositiveInteger(body: JsonObject, field: string): number | undefined {
  const value = body[field] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) refuseField(field, 'type', 'an integer');
  if (value < 1) refuseField(field, 'value', 'an integer of at least 1');
  return value;
}

export function optionalNumber(body: JsonObject, field: string, min: number, max: number): void {
  const value = body[field] ?? undefined;
  if (value === undefined) return;
  if (typeof value !== 'number') refuseField(field, 'type', 'a number');
  if (value < min || value > max) refuseField(field, 'value', `a number from ${min} to ${max}`);
}

/** A string or several; absent means none. */
export function optionalStrings(body: JsonObject, field: string): readonly string[] {
  const value = body[field] ?? [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list
    .map((each) =>
      typeof each === 'string' ? each : refuseField(field, 'type', 'a string or an array of strings'),
    )
    .filter((each) => each !== '');
}

export function optionalArray(body: JsonObject, field: string): readonly unknown[] {
  const value = body[field] ?? [];
  if (!Array.isArray(value)) refuseField(field, 'type', 'an array');
  return value;
}
