import { sharesText } from './shared-text.policy.js';

/** Words and names that a schema chose, not values. */
const WORD = /^[a-z][\w.-]{0,40}$/i;

/** What libraries add to an issue about the schema itself. Zod has all of them; `type` is Valibot's name of the rule. */
const BOUNDS = ['minimum', 'maximum', 'divisor'] as const;

/**
 * The sentence for an issue of a Standard Schema. The library's own message is not used: it may quote the value, also
 * changed, and nothing tells whether it does. What is told is the rule's name and bounds, unless they are the value.
 */
export function issueMessage(issue: object, values: readonly string[]): string {
  const rule = word(issue, 'code') ?? word(issue, 'type');
  const form = word(issue, 'format');
  const bounds = BOUNDS.flatMap((key) => {
    const bound: unknown = Reflect.get(issue, key);
    return typeof bound === 'number' ? [`${key} ${bound}`] : [];
  });
  const more = [...(form === undefined ? [] : [form]), ...bounds].join(', ');
  const message =
    rule === undefined
      ? 'The value breaks a rule of the schema.'
      : `The value breaks the rule ${rule}${more === '' ? '' : ` (${more})`} of the schema.`;
  return values.some((value) => sharesText(message, value))
    ? 'The value breaks a rule of the schema.'
    : message;
}

function word(issue: object, key: string): string | undefined {
  const value: unknown = Reflect.get(issue, key);
  return typeof value === 'string' && WORD.test(value) ? value : undefined;
}
