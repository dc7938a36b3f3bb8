import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Keyring } from '../encryption/keyring.js';
import type { AuditAnchor } from './audit-anchor.js';
import type { AuditRecord, ChainPoint } from './audit-record.js';

const RECORDS = 'hydrogenai/audit/records/1';
const ANCHORS = 'hydrogenai/audit/anchors/1';
const NAMES = 'hydrogenai/audit/names/1';
const PSEUDONYM_CHARACTERS = 22; // 132 bits

/** `previousHash` of the first record. */
export const NO_HASH = 'none';

/** Whose name is hidden. The same text is another pseudonym as another kind. */
export type PseudonymKind = 'actor' | 'tenant' | 'correlation';

/** Whether a signature is right; `unknown-key` when the keyring does not have its key any more. */
export type Signature = 'sound' | 'altered' | 'unknown-key';

/** Signs and checks records of one trail: HMAC-SHA256 under the first key of the ring, checked under the one it names. */
export class AuditChain {
  private readonly keys = new Map<string, KeyObject | undefined>();

  constructor(
    private readonly keyring: Keyring,
    /** Name of the trail. Records of another one do not fit, though they have the same keys. */
    private readonly trail: string,
  ) {}

  /** The record that follows `point`. */
  next(
    fields: Omit<AuditRecord, 'id' | 'hash' | 'previousHash'>,
    point: ChainPoint | undefined,
  ): AuditRecord {
    const unsigned = { id: (point?.id ?? 0) + 1, ...fields, previousHash: point?.hash ?? NO_HASH };
    return { ...unsigned, hash: this.sign(RECORDS, contentOf(unsigned)) };
  }

  check(record: AuditRecord): Signature {
    return this.checkSignature(RECORDS, contentOf(record), record.hash);
  }

  anchor({ id, hash }: ChainPoint, at: string): AuditAnchor {
    return { id, hash, at, signature: this.sign(ANCHORS, [id, hash, at]) };
  }

  checkAnchor({ id, hash, at, signature }: AuditAnchor): Signature {
    return this.checkSignature(ANCHORS, [id, hash, at], signature);
  }

  /** Under the last key of the ring, which stays when a new one comes first. */
  pseudonym(kind: PseudonymKind, name: string): string {
    const key = this.keyOf(NAMES, this.keyring.ids.at(-1) ?? this.keyring.active);
    // UTF-16: UTF-8 turns every lone surrogate into the same character.
    const mac = hmac(this.present(key), Buffer.from(`${kind}:${name}`, 'utf16le'));
    return `~${mac.slice(0, PSEUDONYM_CHARACTERS)}`;
  }

  private sign(purpose: string, content: readonly unknown[]): string {
    const id = this.keyring.active;
    return `${id}:${hmac(this.present(this.keyOf(purpose, id)), this.bytesOf(id, content))}`;
  }

  private checkSignature(purpose: string, content: readonly unknown[], signature: string): Signature {
    const [id = '', mac = ''] = signature.split(':');
    const key = this.keyOf(purpose, id);
    if (key === undefined) return 'unknown-key';
    const expected = Buffer.from(`${id}:${hmac(key, this.bytesOf(id, content))}`);
    const given = Buffer.from(signature);
    const same = mac !== '' && given.length === expected.length && timingSafeEqual(given, expected);
    return same ? 'sound' : 'altered';
  }

  /** JSON of a list is the same for no two lists of texts, numbers and nulls. */
  private bytesOf(keyId: string, content: readonly unknown[]): string {
    return JSON.stringify([this.trail, keyId, ...content]);
  }

  private keyOf(purpose: string, id: string): KeyObject | undefined {
    const name = `${purpose}:${id}`;
    if (!this.keys.has(name) && this.keyring.ids.includes(id)) {
      this.keys.set(name, this.keyring.macKey(purpose, id));
    }
    return this.keys.get(name);
  }

  private present(key: KeyObject | undefined): KeyObject {
    if (key === undefined) throw new TypeError('A key of the keyring is not in it.');
    return key;
  }
}

function contentOf(record: Omit<AuditRecord, 'hash'>): readonly unknown[] {
  const { id, at, actor, action, resource, tenant, decision, reason, correlationId, previousHash } = record;
  return [id, at, actor, action, resource, tenant, decision, reason, correlationId, previousHash];
}

function hmac(key: KeyObject, content: string | Buffer): string {
  return createHmac('sha256', key).update(content).digest('base64url');
}
