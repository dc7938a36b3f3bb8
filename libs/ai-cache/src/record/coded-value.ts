import { sealValue, unsealText, type SealedValue } from '../json/sealed-value.js';

/** A value and how its bytes are written. */
export type CodedValue =
  | { readonly codec: 'json'; readonly sealed: SealedValue }
  /** An own copy. JavaScript cannot freeze bytes, so who hands them to several callers hands out copies. */
  | { readonly codec: 'bytes'; readonly bytes: Uint8Array };

export type CodecName = CodedValue['codec'];

/** Numbers in the header, for ever. */
export const CODEC_NUMBERS: Readonly<Record<CodecName, number>> = { json: 0, bytes: 1 };

/**
 * Bytes (a `Uint8Array`, so also a `Buffer`) stay bytes; everything else is sealed as JSON.
 * @throws ValueNotCacheableError when it is neither
 */
export function codeValue(value: unknown): CodedValue {
  if (value instanceof Uint8Array) return { codec: 'bytes', bytes: new Uint8Array(value) };
  return { codec: 'json', sealed: sealValue(value) };
}

/** What was coded. JSON is frozen to its leaves; bytes are the cache's own, to be copied before anybody gets them. */
export function plainOf(value: CodedValue): unknown {
  return value.codec === 'bytes' ? value.bytes : value.sealed.value;
}

/** Whether all callers may get the same value. */
export function isShared({ codec }: CodedValue): boolean {
  return codec === 'json';
}

/** A value for one caller: bytes are copied. */
export function handOut(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value) : value;
}

/** How many bytes it has. */
export function bytesIn(value: CodedValue): number {
  return value.codec === 'bytes' ? value.bytes.length : Buffer.byteLength(value.sealed.text);
}

export function bytesOf(value: CodedValue): Uint8Array {
  return value.codec === 'bytes' ? value.bytes : Buffer.from(value.sealed.text);
}

/** @throws SyntaxError for bytes that are no JSON under the codec `json` */
export function valueOf(codec: CodecName, bytes: Buffer): CodedValue {
  switch (codec) {
    case 'json':
      return { codec, sealed: unsealText(bytes.toString()) };
    case 'bytes':
      return { codec, bytes: new Uint8Array(bytes) };
  }
}
