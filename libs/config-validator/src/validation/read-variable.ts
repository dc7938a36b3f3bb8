import { cleanValue, type CleanValue } from '../coercion/clean-value.policy.js';
import { coerce, type CoercedValue } from '../coercion/coerce.policy.js';
import type { Finding, FindingSource } from '../findings/finding.js';
import type { DescribedVariable } from '../schema/schema-description.js';
import { lookUp, type EnvLayer, type OverriddenValue } from '../sources/env-layer.js';
import { VariableFindings } from './variable-findings.js';

/** What was read of one variable. Its text is private, so that no print of the configuration shows it. */
export class ReadVariable {
  readonly #text: string | undefined;
  readonly #value: CoercedValue | undefined;
  /** Where the value came from; undefined when there is none or the default applies. */
  readonly source: FindingSource | undefined;
  /** Places that have the name too, and lost. */
  readonly overridden: readonly OverriddenValue[];
  /** True: it stands somewhere, and empty. */
  readonly isBlank: boolean;
  /** False: the text cannot be read as its kind. */
  readonly isReadable: boolean;
  /** Makes the findings about it. */
  readonly findings: VariableFindings;
  /** What reading it already found. */
  readonly early: readonly Finding[];

  constructor(
    readonly variable: DescribedVariable,
    readonly title: string,
    layers: readonly EnvLayer[],
  ) {
    const found = lookUp(layers, variable.name);
    const { text, removed } = cleaned(variable, found?.raw ?? '');
    const read = text === undefined ? undefined : coerce(variable.kind, text, variable.name);
    this.#text = text;
    this.#value = read?.ok ? read.value : undefined;
    this.source = text === undefined ? undefined : found?.source;
    this.overridden = found?.overridden ?? [];
    this.isBlank = found !== undefined && text === undefined;
    this.isReadable = read?.ok ?? true;
    this.findings = new VariableFindings(variable, title, found?.raw.trim() ?? '', this.source);
    this.early = [
      ...(found?.source.kind === 'environment' ? this.overriddenFiles() : []),
      ...removed.filter((one) => this.tells(one)).map((one) => this.findings.removed(one)),
      ...(read && !read.ok ? [this.findings.unreadable(read.expected)] : []),
    ];
  }

  /** Whether the environment and its files have no value for it. */
  get isMissing(): boolean {
    return this.#text === undefined;
  }

  /** The value as it is read; undefined when it is missing or cannot be read. */
  get value(): CoercedValue | undefined {
    return this.#value;
  }

  /** The text after cleaning; undefined when it is missing. It may be a secret. */
  reveal(): string | undefined {
    return this.#text;
  }

  /** Whether the other reading found the same text. */
  hasTextOf(other: ReadVariable | undefined): boolean {
    return other !== undefined && this.#text === other.#text;
  }

  /** Files override each other by design; a file that the environment overrides surprises people. */
  private overriddenFiles(): readonly Finding[] {
    return this.overridden.filter(({ same }) => !same).map(({ source }) => this.findings.overridden(source));
  }

  /** White space around a number or a word for true means nothing; around a text it may have been meant. */
  private tells(cleaning: CleanValue['removed'][number]): boolean {
    return cleaning !== 'white-space' || ['string', 'secret'].includes(this.variable.kind);
  }
}

function cleaned({ verbatim }: DescribedVariable, raw: string): CleanValue {
  if (!verbatim) return cleanValue(raw);
  return { text: raw === '' ? undefined : raw, removed: [] };
}
