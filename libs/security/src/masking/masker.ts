import { wholeNumber } from '@hydrogenai/common';
import { inspect } from 'node:util';
import { PatternSet } from '../patterns/pattern-set.js';
import type { SecretPattern } from '../patterns/secret-pattern.js';
import { SECRET_PATTERNS } from '../patterns/secret-patterns.js';
import { isSecret, type Secret } from '../secret/secret.js';
import { KnownValues } from './known-values.js';
import { MaskedCopy } from './masked-copy.js';
import { replaceSpans, type Span } from './span.js';

export interface MaskerOptions {
  /** Values that must not be seen. Default: none; `add` takes more. */
  readonly secrets?: Iterable<Secret | string>;
  /** What else looks like a secret. Default: `SECRET_PATTERNS`; false for known values only. */
  readonly patterns?: readonly SecretPattern[] | false;
  /**
   * Values with fewer characters are not looked for, because they are parts of ordinary words: 4 to 64. Default: 8. Such a
   * secret is still masked as a `Secret`, and under names such as `password`.
   */
  readonly minSecretLength?: number;
}

/**
 * Takes secrets out of texts and values on their way to a log, a cache, an audit record or an error response: those that are
 * known, in every spelling (as it is, in JSON, URLs, hexadecimal, base64), and those that look like one. What it masks
 * reads `[redacted:<name or rule>]`. Never throws, and shows nothing of itself.
 * @throws InvalidOptionError from the constructor only.
 */
export class Masker {
  readonly #known: KnownValues;
  readonly #patterns: PatternSet | undefined;

  constructor(options: MaskerOptions = {}) {
    this.#known = new KnownValues(wholeNumber(options.minSecretLength ?? 8, 'minSecretLength', 4, 64));
    const patterns = options.patterns ?? SECRET_PATTERNS;
    this.#patterns = patterns === false ? undefined : new PatternSet(patterns);
    for (const secret of options.secrets ?? []) this.add(secret);
  }

  /** What this masker knows, for filters that share it. */
  get known(): KnownValues {
    return this.#known;
  }

  /** @returns False when the value is too short to be looked for. */
  add(secret: Secret | string): boolean {
    return isSecret(secret)
      ? this.#known.add(secret.reveal(), secret.name)
      : this.#known.add(secret, 'secret');
  }

  /** The text without secrets. */
  text(text: string): string {
    const spans = this.#spans(text);
    return spans.length === 0 ? text : replaceSpans(text, spans);
  }

  /**
   * The start of a text without secrets, cut after `maxLength` characters of the original. A secret across the cut is
   * masked as a whole.
   */
  start(text: string, maxLength: number): string {
    if (text.length <= maxLength) return this.text(text);
    const head = text.slice(0, maxLength + CUT_OVERLAP);
    return `${replaceSpans(head, this.#spans(head), maxLength)}…`;
  }

  /**
   * A copy of any value that a log may print: plain objects, arrays and texts, without secrets. Errors keep message, stack,
   * cause and own fields; maps become objects or pairs, sets arrays; bytes are named and not shown; getters, functions and
   * proxies are not run; depth and size are bounded.
   */
  value(value: unknown): unknown {
    return new MaskedCopy((text, maxLength) => this.start(text, maxLength)).of(value);
  }

  toJSON(): string {
    return this.toString();
  }

  toString(): string {
    return `[masker of ${this.#known.size} secrets]`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  #spans(text: string): Span[] {
    const spans = this.#known.spans(text);
    this.#patterns?.spans(text, (_rule, span) => spans.push(span));
    return spans;
  }
}

/** Longer than the longest secret that is likely to be cut: a private key of 8,192 bits. */
const CUT_OVERLAP = 16_384;
