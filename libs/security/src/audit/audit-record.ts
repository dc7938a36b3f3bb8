/** What was decided. `noted`: the trail says something of itself. */
export type AuditDecision = 'allowed' | 'denied' | 'noted';

/** One line of the trail. It holds names, pseudonyms and times: no prompt, no key and no value ever gets in. */
export interface AuditRecord {
  /** 1 for the first record of a trail, and one more for each: a gap is a record that somebody took out. */
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Pseudonym of who did it (HMAC), see `AuditTrail.pseudonymOf`; null for nobody. */
  readonly actor: string | null;
  /** The permission that was asked for, such as `cache:invalidate`. */
  readonly action: string;
  /** What was called: `ClassName.methodName`, or a name that the application has declared. */
  readonly resource: string;
  readonly tenant: string | null;
  readonly decision: AuditDecision;
  readonly reason: string;
  readonly correlationId: string | null;
  /** `hash` of the record before; `none` for the first. */
  readonly previousHash: string;
  /** `<key id>:<HMAC-SHA256 of all that is above>`. */
  readonly hash: string;
}

/** Where a chain has got to. */
export interface ChainPoint {
  readonly id: number;
  readonly hash: string;
}

/** In the order of a line. */
const FIELDS = [
  'id',
  'at',
  'actor',
  'action',
  'resource',
  'tenant',
  'decision',
  'reason',
  'correlationId',
  'previousHash',
  'hash',
] as const satisfies readonly (keyof AuditRecord)[];

const NULLABLE: ReadonlySet<string> = new Set(['actor', 'tenant', 'correlationId']);

export function lineOf(record: AuditRecord): string {
  return JSON.stringify(record, [...FIELDS]);
}

/** Undefined for every text that `lineOf` does not write, other spellings of the same record included. */
export function recordOf(line: string): AuditRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined; // the error would quote the line
  }
  if (typeof parsed !== 'object' || parsed === null || !FIELDS.every((name) => isField(parsed, name))) {
    return undefined;
  }
  // All fields are there and have their types.
  const record = parsed as AuditRecord;
  return lineOf(record) === line ? record : undefined;
}

function isField(record: object, name: (typeof FIELDS)[number]): boolean {
  const value: unknown = Reflect.get(record, name);
  if (name === 'id') return Number.isSafeInteger(value);
  return typeof value === 'string' || (value === null && NULLABLE.has(name));
}
