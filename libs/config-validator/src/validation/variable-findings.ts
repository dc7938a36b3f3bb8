import { finding, sourceText, type Finding, type FindingSource } from '../findings/finding.js';
import type { Cleaning } from '../coercion/clean-value.policy.js';
import type { ConnectionFault } from '../connection/connection-string.policy.js';
import type { ApiKeyVerdict } from '../keys/api-key-format.js';
import type { ApiKeyProvider } from '../keys/api-key-provider.js';
import type { DescribedVariable } from '../schema/schema-description.js';
import { ruleMessage } from '../rules/rule-message.policy.js';
import type { RuleOutcome } from '../rules/rule-check.js';
import { sharesText, showsValue } from '../rules/shared-text.policy.js';

/** The texts of every finding about one variable. None of them is given the value, except to prove that it is not shown. */
export class VariableFindings {
  readonly #value: string;

  constructor(
    private readonly variable: DescribedVariable,
    private readonly title: string,
    value: string,
    private readonly source: FindingSource | undefined,
  ) {
    this.#value = value;
  }

  inOrder(problem: string, status: 'pass' | 'skipped'): Finding {
    return this.make('CFG-ENV-000', problem, 'Nothing to do.', status);
  }

  missing(isBlank: boolean): Finding {
    const problem = isBlank ? 'It is set, but empty.' : 'It is not set.';
    return this.make('CFG-ENV-001', problem, `Set ${this.named()}.`);
  }

  unreadable(expected: string): Finding {
    return this.make('CFG-ENV-002', `The value is not ${expected}.`, `Correct ${this.named()}.`);
  }

  removed(cleaning: Cleaning): Finding {
    const { id, what } = CLEANINGS[cleaning];
    const problem = `${what} around the value were taken for a mistake and removed.`;
    return this.make(id, problem, `Remove them where ${this.variable.name} is set.`);
  }

  /** @param loser the file whose value the environment overrides. */
  overridden(loser: FindingSource): Finding {
    const { name } = this.variable;
    return finding('CFG-FILE-004', {
      subject: name,
      problem: `The value in ${sourceText(loser)} is not used: the environment has another one.`,
      action: `Remove ${name} from the file, or from the environment, whichever is wrong.`,
      source: loser,
    });
  }

  broken(problem: string): Finding {
    return this.make('CFG-ENV-003', problem, `Correct ${this.named()}.`);
  }

  key(provider: ApiKeyProvider, verdict: Exclude<ApiKeyVerdict, { kind: 'plausible' }>): Finding {
    const action = `Set ${this.named()} to a key of ${provider}.`;
    switch (verdict.kind) {
      case 'malformed':
        return this.make('CFG-KEY-001', `The value does not look like a key of ${provider}.`, action);
      case 'foreign':
        return this.make('CFG-KEY-003', `The key is one of ${verdict.family}, not of ${provider}.`, action);
      case 'placeholder':
        return this.make('CFG-KEY-004', 'The value is a placeholder and no key.', action);
      default:
        return verdict satisfies never;
    }
  }

  connection({ problem }: ConnectionFault): Finding {
    return this.make('CFG-URL-001', problem, `Correct ${this.named()}.`);
  }

  /** @param text the words of the schema's author, who may have quoted the value. */
  advice(text: string): Finding {
    const problem = showsValue(text, this.#value)
      ? 'The schema advises against the value, in words that quote it and are left out.'
      : sentence(text);
    return this.make('CFG-ADV-001', problem, `Reconsider ${this.named()}.`);
  }

  adviceThrew(): Finding {
    const problem = 'An advice of the schema could not be evaluated.';
    return this.make('CFG-ADV-002', problem, `Correct the advice in the schema "${this.title}".`, 'unknown');
  }

  rule(outcome: RuleOutcome): Finding {
    switch (outcome.kind) {
      case 'broken': {
        const { name: variable, sensitive } = this.variable;
        const context = { variable, sensitive, title: this.title, value: this.#value };
        return this.broken(ruleMessage(outcome.broken, context));
      }
      case 'undetermined':
        return this.undetermined(outcome.rule, outcome.why);
      default:
        return outcome satisfies never;
    }
  }

  undetermined(rule: string, why: 'threw' | 'asynchronous'): Finding {
    const problem =
      why === 'threw'
        ? `The rule ${rule} could not be evaluated, so nothing is known about the value.`
        : `The rule ${rule} is asynchronous and cannot be awaited here, so nothing is known about the value.`;
    return this.make('CFG-ENV-004', problem, `Correct the rule in the schema "${this.title}".`, 'unknown');
  }

  private make(
    id: Finding['id'],
    problem: string,
    action: string,
    status: Finding['status'] = 'fail',
  ): Finding {
    return finding(id, { subject: this.variable.name, problem, action, status, source: this.source });
  }

  /** The variable with its description; the schema's author may have quoted the value there. */
  private named(): string {
    const { name, description } = this.variable;
    return description === undefined || sharesText(description, this.#value)
      ? name
      : `${name} (${description})`;
  }
}

/** The author's words as a sentence about the value. */
function sentence(text: string): string {
  const words = text.trim().replaceAll(/\s+/g, ' ').replace(/\.$/, '');
  return `The value is ${words}.`;
}

const CLEANINGS = {
  quotes: { id: 'CFG-ENV-005', what: 'Quotes' },
  'line-break': { id: 'CFG-ENV-006', what: 'Line breaks' },
  'white-space': { id: 'CFG-ENV-007', what: 'Spaces' },
} as const;
