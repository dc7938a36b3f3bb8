import { finding, type Finding, type FindingSource } from '../findings/finding.js';
import type { Cleaning } from '../coercion/clean-value.policy.js';
import type { DescribedVariable } from '../schema/describe-schema.js';
import { ruleMessage } from '../rules/rule-message.policy.js';
import type { RuleOutcome } from '../rules/rule-check.js';
import { sharesText } from '../rules/shared-text.policy.js';

/** The texts of every finding about one variable. None of them is given the value, except to prove that it is not shown. */
export class VariableFindings {
  constructor(
    private readonly variable: DescribedVariable,
    private readonly title: string,
    private readonly value: string,
    private readonly source: FindingSource | undefined,
  ) {}

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

  rule(outcome: RuleOutcome): Finding {
    switch (outcome.kind) {
      case 'broken': {
        const { name: variable, sensitive } = this.variable;
        const context = { variable, sensitive, title: this.title, value: this.value };
        return this.make('CFG-ENV-003', ruleMessage(outcome.broken, context), `Correct ${this.named()}.`);
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
    return description === undefined || sharesText(description, this.value)
      ? name
      : `${name} (${description})`;
  }
}

const CLEANINGS = {
  quotes: { id: 'CFG-ENV-005', what: 'Quotes' },
  'line-break': { id: 'CFG-ENV-006', what: 'Line breaks' },
  'white-space': { id: 'CFG-ENV-007', what: 'Spaces' },
} as const;
