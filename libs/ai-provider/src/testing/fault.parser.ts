import type { Fault, FaultKind, FaultScope } from './fault.types.js';
import { SimulatorInputError } from './simulator-input.error.js';
import { isObject } from './wires/request-fields.js';

type Check = (field: string, value: unknown) => void;

const required =
  (accepted: string, ok: (value: unknown) => boolean): Check =>
  (field, value) => {
    if (!ok(value)) throw new SimulatorInputError(field, accepted, value);
  };
const optional =
  (check: Check): Check =>
  (field, value) => {
    if (value !== undefined) check(field, value);
  };
const integer = (min: number, max: number): Check =>
  required(
    `an integer from ${min} to ${max}`,
    (value) => Number.isInteger(value) && inRange(value, min, max),
  );
const oneOf = (...values: readonly string[]): Check =>
  required(
    values.map((each) => `'${each}'`).join(', '),
    (value) => typeof value === 'string' && values.includes(value),
  );

const text = required('a string that is not empty', (value) => typeof value === 'string' && value !== '');
/** What Node accepts as a header value; anything else would break the answer instead of failing here. */
const headerValue = required(
  'a header value (printable ASCII)',
  (value) => typeof value === 'string' && /^[\t\x20-\x7e]*$/.test(value),
);
const headers: Check = (field, value) => {
  if (!isObject(value)) throw new SimulatorInputError(field, 'an object of header names and values', value);
  for (const [name, each] of Object.entries(value)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new SimulatorInputError(field, 'valid header names', name);
    headerValue(`${field}.${name}`, each);
  }
};
const chunks = integer(0, 1_000_000);
const anything: Check = () => undefined;

/** Fields of each fault and what they accept. */
const FAULTS: Readonly<Record<FaultKind, Readonly<Record<string, Check>>>> = {
  status: { status: integer(200, 599), headers: optional(headers), body: anything },
  rateLimit: { retryAfter: optional(headerValue), retryAfterMs: optional(headerValue) },
  quota: { in: optional(oneOf('status', 'body')) },
  spendLimit: {},
  overloaded: {},
  delay: { ms: integer(0, 2_147_483_647) },
  hang: {},
  reset: { afterChunks: optional(chunks), afterBytes: optional(integer(0, 1_000_000_000)) },
  end: { afterChunks: chunks },
  stall: { afterChunks: chunks },
  brokenJson: { afterChunks: optional(chunks) },
  streamError: { afterChunks: chunks, type: optional(oneOf('overloaded', 'server', 'quota', 'rateLimit')) },
  redirect: { to: headerValue, status: optional(integer(300, 399)) },
  contentFilter: {},
  contextLength: {},
};

const SCOPE: Readonly<Record<string, Check>> = {
  times: optional(
    required(
      "an integer of at least 1, or 'always'",
      (value) => value === 'always' || inRange(value, 1, 1e9),
    ),
  ),
  model: optional(text),
  path: optional(text),
};

/** @throws SimulatorInputError */
export function parseFault(value: unknown): Fault {
  if (!isObject(value)) throw new SimulatorInputError('fault', `an object with a 'kind'`, value);
  const { kind, ...fields } = value;
  if (!isFaultKind(kind)) {
    throw new SimulatorInputError('fault.kind', `one of ${Object.keys(FAULTS).join(', ')}`, kind);
  }
  checkFields('fault.', FAULTS[kind], fields);
  // Kind and every field of it were checked just above.
  return value as unknown as Fault;
}

/** @throws SimulatorInputError */
export function parseFaultScope(value: Readonly<Record<string, unknown>>): FaultScope {
  checkFields('', SCOPE, value);
  return value;
}

function checkFields(
  prefix: string,
  checks: Readonly<Record<string, Check>>,
  value: Readonly<Record<string, unknown>>,
) {
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(checks, name)) {
      const accepted = Object.keys(checks).join(', ') || 'nothing';
      throw new SimulatorInputError(
        `${prefix}${name}`,
        `no such field (known here: ${accepted})`,
        value[name],
      );
    }
  }
  for (const [name, check] of Object.entries(checks)) check(`${prefix}${name}`, value[name]);
}

function isFaultKind(kind: unknown): kind is FaultKind {
  return typeof kind === 'string' && Object.hasOwn(FAULTS, kind);
}

function inRange(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
