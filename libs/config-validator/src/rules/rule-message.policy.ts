import { RULE_PHRASES } from './rule-phrases.js';
import { sharesText } from './shared-text.policy.js';

/** A rule that did not hold. */
export interface BrokenRule {
  /** class-validator's constraint name: `minLength`. */
  readonly rule: string;
  /** The arguments that the schema gave to the rule. */
  readonly args: readonly unknown[];
  /** The schema's own message, when it is a fixed text. Functions are not called: they are given the value. */
  readonly message: string | undefined;
}

export interface MessageContext {
  /** Name of the variable. */
  readonly variable: string;
  readonly title: string;
  /** True: only numbers among the arguments of rules are shown. */
  readonly sensitive: boolean;
  /** The value, which the message must not show. */
  readonly value: string;
}

/**
 * The sentence for a broken rule, from the most to the least telling text that shows nothing of the value: the schema's
 * message, the rule with its arguments, the rule's name.
 */
export function ruleMessage(broken: BrokenRule, context: MessageContext): string {
  const candidates = [
    broken.message === undefined ? undefined : ownMessage(broken.message, broken.args, context),
    predicate(broken, context.sensitive),
  ];
  const safe = candidates.find(
    (text) => text !== undefined && text !== '' && !sharesText(text, context.value),
  );
  return safe ?? `The value breaks the rule ${broken.rule}.`;
}

function predicate({ rule, args }: BrokenRule, sensitive: boolean): string | undefined {
  const phrase = Object.hasOwn(RULE_PHRASES, rule) ? RULE_PHRASES[rule] : undefined;
  const told = phrase?.(sensitive ? args.map(numberOnly) : args);
  return told === undefined ? undefined : `The value ${told}.`;
}

/** Of the rules of a secret only lengths and bounds are told: a pattern or a list of values may say too much. */
function numberOnly(argument: unknown): number | undefined {
  return typeof argument === 'number' ? argument : undefined;
}

function ownMessage(message: string, args: readonly unknown[], context: MessageContext): string {
  return message
    .replaceAll('$value', '')
    .replaceAll('$property', context.variable)
    .replaceAll('$target', context.title)
    .replaceAll(/\$constraint(\d+)/g, (_, number: string) =>
      shown(args[Number(number) - 1], context.sensitive),
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function shown(argument: unknown, sensitive: boolean): string {
  if (argument === undefined || (sensitive && typeof argument !== 'number')) return '';
  return Array.isArray(argument) ? argument.map(String).join(', ') : String(argument);
}
