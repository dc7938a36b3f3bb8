import { sealValue, unsealText } from '../json/sealed-value.js';

/** A value and how its bytes are written. */
export type CodedValue =
  | {
      readonly codec: 'json';
      /** Frozen to its leaves. */
      readonly value: unknown;
      /** Of its text in UTF-8. */
      readonly textBytes: number;
      /** Undefined for what was read from a store: it has served, and would double what memory holds. */
      readonly text: string | undefined;
    }
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
  const { value: sealed, text } = sealValue(value);
  return { codec: 'json', value: sealed, textBytes: Buffer.byteLength(text), text };
}

/** What was coded. JSON is frozen to its leaves; bytes are the cache's own, to be copied before anybody gets them. */
export function plainOf(value: CodedValue): unknown {
  return value.codec === 'bytes' ? value.bytes : value.value;
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
  return value.codec === 'bytes' ? value.bytes.length : value.textBytes;
}

export function bytesOf(value: CodedValue): Uint8Array {
  if (value.codec === 'bytes') return value.bytes;
  return Buffer.from(value.text ?? sealValue(value.value).text);
}

/** @throws SyntaxError for bytes that are no JSON under the codec `json` */
export function valueOf(codec: CodecName, bytes: Buffer): CodedValue {
  switch (codec) {
    case 'json':
      return { codec, value: unsealText(bytes.toString()).value, textBytes: bytes.length, text: undefined };
    case 'bytes':
      return { codec, bytes: new Uint8Array(bytes) };
  }
}
