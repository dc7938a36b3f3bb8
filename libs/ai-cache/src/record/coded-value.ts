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
