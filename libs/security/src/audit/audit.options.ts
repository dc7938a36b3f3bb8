import {
  InvalidOptionError,
  matching,
  oneOf,
  parseDuration,
  systemClock,
  wholeNumber,
  type Clock,
  type Duration,
} from '@hydrogenai/common';
import { checkedPattern } from '../access/permission.policy.js';
import { Keyring } from '../encryption/keyring.js';
import type { KeyringOptions } from '../encryption/keyring.options.js';
import type { AnchorStore } from './audit-anchor.js';
import { AUDIT_REASONS, type AllowedNames } from './audit-entry.policy.js';
import type { AuditSink } from './audit-sink.js';

/** What happens to an action that cannot be recorded: it is refused, or it goes on and its record waits in memory. */
export type FailurePolicy = 'block' | 'spool';

export interface AuditOptions {
  /** Where records are kept: `new FileSink({ path })`, `new MemorySink()`, or one of your own. */
  readonly sink: AuditSink;
  /**
   * Signs records and makes pseudonyms. A new key comes first; an old one stays behind it for as long as its records are
   * verified. The last one makes the pseudonyms.
   */
  readonly keys: Keyring | KeyringOptions;
  /** Name of the trail: 1 to 64 letters, digits or `. _ -`. Records of one do not fit into another. Default: `audit`. */
  readonly name?: string | undefined;
  /**
   * By action, as patterns of permissions; the first that fits counts. `block`: the action waits until it is recorded, and
   * fails with `AuditUnavailableError` when it cannot be. `spool`: it never waits. Refused calls are always spooled. Default:
   * `{ '*': 'block' }`.
   */
  readonly onFailure?: Readonly<Record<string, FailurePolicy>> | undefined;
  /** How long an action waits at most until it is recorded, 10 ms to 1 min. Default: `'5s'`. */
  readonly deadline?: Duration | undefined;
  /** Records that wait in memory at most, whole, 1 to 1,000,000; the number of those beyond is recorded later. Default: 10,000. */
  readonly spoolSize?: number | undefined;
  /** Keeps anchors, which tell that the end of a trail was cut off. Default: none. */
  readonly anchors?: AnchorStore | undefined;
  /** Records from one anchor to the next, whole, 1 to 100,000. One more is made at the end. Default: 100. */
  readonly anchorEvery?: number | undefined;
  /** Names of resources beside `ClassName.methodName`, such as `provider:groq`: up to 128 letters, digits or `. _ : / -`. */
  readonly resources?: readonly string[] | undefined;
  /** Reasons beside the built-in ones: lower-case words joined by `-`, up to 40 characters. */
  readonly reasons?: readonly string[] | undefined;
  /** Source of time. Default: the system clock. */
  readonly clock?: Clock | undefined;
}

export interface ResolvedAudit {
  readonly sink: AuditSink;
  readonly keyring: Keyring;
  readonly name: string;
  readonly onFailure: readonly (readonly [pattern: string, policy: FailurePolicy])[];
  readonly deadlineMs: number;
  readonly spoolSize: number;
  readonly anchors: AnchorStore | undefined;
  readonly anchorEvery: number;
  readonly names: AllowedNames;
  readonly clock: Clock;
}

const NAME = /^[A-Za-z0-9._-]{1,64}$/;
const RESOURCE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/;
const REASON = /^[a-z][a-z0-9-]{0,39}$/;
const DEADLINE = { minMs: 10, maxMs: 60_000 } as const;

/** @throws InvalidOptionError naming the field */
export function resolveAudit(options: AuditOptions, field = 'audit'): ResolvedAudit {
  const { sink, keys, name = 'audit', onFailure = { '*': 'block' }, anchors, clock = systemClock } = options;
  if (typeof sink?.append !== 'function') {
    const accepted = 'an AuditSink, such as new FileSink({ path })';
    throw new InvalidOptionError({ field: `${field}.sink`, accepted, received: sink, secret: true });
  }
  return {
    sink,
    keyring: keys instanceof Keyring ? keys : new Keyring(keys, `${field}.keys`),
    name: matching(name, NAME, `${field}.name`, '1 to 64 letters, digits or . _ -'),
    onFailure: Object.entries(onFailure).map(([pattern, policy]) => [
      checkedPattern(pattern, `${field}.onFailure`),
      oneOf(policy, ['block', 'spool'], `${field}.onFailure["${pattern}"]`),
    ]),
    deadlineMs: parseDuration(options.deadline ?? '5s', `${field}.deadline`, DEADLINE),
    spoolSize: wholeNumber(options.spoolSize ?? 10_000, `${field}.spoolSize`, 1, 1_000_000),
    anchors,
    anchorEvery: wholeNumber(options.anchorEvery ?? 100, `${field}.anchorEvery`, 1, 100_000),
    names: {
      resources: namesOf(
        options.resources,
        RESOURCE,
        `${field}.resources`,
        'up to 128 letters, digits or . _ : / -',
      ),
      reasons: new Set([
        ...AUDIT_REASONS,
        ...namesOf(
          options.reasons,
          REASON,
          `${field}.reasons`,
          'lower-case words joined by -, up to 40 characters',
        ),
      ]),
    },
    clock,
  };
}

function namesOf(
  given: readonly string[] = [],
  pattern: RegExp,
  field: string,
  accepted: string,
): ReadonlySet<string> {
  return new Set(given.map((name, index) => matching(name, pattern, `${field}[${index}]`, accepted)));
}
