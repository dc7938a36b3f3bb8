import type { CodedValue, CodecName } from './coded-value.js';

/** What a record says of an answer beside its value. */
export interface RecordFields {
  /** Wall clock of the writer, ms since 1970. */
  readonly createdAtMs: number;
  /** From here on the answer should be made anew, ms since 1970. */
  readonly softExpiryMs: number;
  /** From here on the answer is gone, ms since 1970. */
  readonly hardExpiryMs: number;
  /** Life of the invalidation log that `asOf` belongs to: up to 32 letters, digits or `. _ -`; empty without a log. */
  readonly life: string;
  /** Number of the last invalidation that the answer has seen. */
  readonly asOf: number;
  readonly tags: readonly string[];
  /** What one hit saves, in millionths of a dollar. */
  readonly costSavedMicros: number;
  /** What one hit saves, in ms. */
  readonly savedMs: number;
  /** Names this writing of the entry: 11 URL-safe characters. Default: a new random one. */
  readonly recordId?: string | undefined;
}

/** What can be read without the body and without a key. */
export interface RecordHeader extends Pick<
  RecordFields,
  'createdAtMs' | 'softExpiryMs' | 'hardExpiryMs' | 'life' | 'asOf'
> {
  readonly recordId: string;
  readonly codec: CodecName;
  readonly compressed: boolean;
  /** The key that the body is encrypted with; undefined when it is not. */
  readonly keyId: string | undefined;
  readonly headerBytes: number;
  /** Bytes of the body as stored. */
  readonly bodyBytes: number;
  /** Bytes of the body before compression and encryption. */
  readonly plainBytes: number;
  readonly bodyCheck: number;
}

export interface RecordBody extends Pick<RecordFields, 'tags' | 'costSavedMicros' | 'savedMs'> {
  readonly value: CodedValue;
}

/** Why a record was not read. All but `expired` are worth a look; none is an error for a request. */
export type UnreadableReason =
  /** No record of ours. */
  | 'foreign'
  /** Written in another version of the format. */
  | 'version'
  | 'truncated'
  /** Its bytes contradict each other or their checksum. */
  | 'corrupt'
  | 'unknown-flag'
  | 'unknown-codec'
  /** It would become larger than any record may be. */
  | 'too-large'
  | 'expired'
  /** Encrypted, and the keyring does not have the key (any more), or there is no keyring. */
  | 'unknown-key'
  /** Encrypted, and not for this key, this tenant or this place, or changed afterwards. */
  | 'not-authentic'
  /** Not encrypted although there is a keyring: anybody could have written it. */
  | 'not-encrypted';

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: UnreadableReason;
}

export type ReadHeader = { readonly kind: 'header'; readonly header: RecordHeader } | Unreadable;

export type ReadRecord =
  { readonly kind: 'record'; readonly header: RecordHeader; readonly body: RecordBody } | Unreadable;

export function unreadable(reason: UnreadableReason): Unreadable {
  return { kind: 'unreadable', reason };
}
