import { cleanValue, type CleanValue } from '../coercion/clean-value.policy.js';
import { coerce } from '../coercion/coerce.policy.js';
import type { Finding } from '../findings/finding.js';
import type { DescribedVariable } from '../schema/describe-schema.js';
import { PropertyRules } from '../rules/rule-check.js';
import type { SchemaClass } from '../schema/schema-metadata.js';
import { lookUp, type EnvLayer } from '../sources/env-layer.js';
import { VariableFindings } from './variable-findings.js';

/** One variable on its way from the environment into a schema's instance. */
export class VariableCheck {
  private readonly findings: VariableFindings;
  private readonly clean: CleanValue;
  private readonly isBlank: boolean;
  private readonly early: readonly Finding[];
  private readonly isReadable: boolean;

  /** Reads the value and puts it into `instance`, so that rules across properties find all values there. */
  constructor(
    readonly variable: DescribedVariable,
    private readonly schema: SchemaClass,
    title: string,
    private readonly instance: object,
    layers: readonly EnvLayer[],
  ) {
    const found = lookUp(layers, variable.name);
    this.clean = cleaned(variable, found?.raw ?? '');
    const { text } = this.clean;
    this.isBlank = found !== undefined && text === undefined;
    this.findings = new VariableFindings(
      variable,
      title,
      found?.raw.trim() ?? '',
      text === undefined ? undefined : found?.source,
    );
    const read = text === undefined ? undefined : coerce(variable.kind, text);
    if (read?.ok) Reflect.set(instance, variable.property, read.value);
    this.isReadable = read?.ok ?? true;
    this.early = [
      ...this.clean.removed.filter((one) => this.tells(one)).map((one) => this.findings.removed(one)),
      ...(read && !read.ok ? [this.findings.unreadable(read.expected)] : []),
    ];
  }

  /** Whether the environment has no value for it. */
  get isMissing(): boolean {
    return this.clean.text === undefined;
  }

  /** Everything about this variable, once all values are in the instance. */
  report(): readonly Finding[] {
    return this.isReadable ? [...this.early, ...this.judge()] : this.early;
  }

  private judge(): readonly Finding[] {
    const rules = new PropertyRules(this.schema, this.variable.property);
    const apply = rules.apply(this.instance);
    if (apply === 'undetermined')
      return [this.findings.undetermined('that decides whether it applies', 'threw')];
    const hasValue = (Reflect.get(this.instance, this.variable.property) ?? undefined) !== undefined;
    if (!apply)
      return [this.findings.inOrder(`It is ${hasValue ? 'set' : 'not set'} and not needed.`, 'skipped')];
    if (!hasValue) return [this.findings.missing(this.isBlank)];
    const broken = rules.check(this.instance).map((outcome) => this.findings.rule(outcome));
    if (broken.length > 0) return broken;
    return [
      this.findings.inOrder(
        this.isMissing ? 'It is not set; the default applies.' : 'It is set and in order.',
        'pass',
      ),
    ];
  }

  /** White space around a number or a word for true means nothing; around a text it may have been meant. */
  private tells(cleaning: CleanValue['removed'][number]): boolean {
    return cleaning !== 'white-space' || this.variable.kind === 'string';
  }
}

function cleaned({ verbatim }: DescribedVariable, raw: string): CleanValue {
  if (!verbatim) return cleanValue(raw);
  return { text: raw === '' ? undefined : raw, removed: [] };
}
