/** One step from a value to a part of it: an index, a key, or a part that has neither. */
export type Step = number | string | { readonly part: string };

export const MAP_KEY: Step = { part: '<key>' };
export const MAP_VALUE: Step = { part: '<value>' };
export const SET_MEMBER: Step = { part: '<member>' };
export const TO_JSON: Step = { part: '.toJSON()' };

/** Steps shown at each end of a longer path. */
const SHOWN_STEPS = 8;
/** Names that programmers give. Other keys may be somebody's data, so only their length is shown. */
const NAME = /^[A-Za-z_$][\w$]{0,39}$/;

/** `$.messages[3].content`: where a part is in a value, bounded in length and without quoting data. */
export function formatPath(steps: readonly Step[]): string {
  const shown =
    steps.length <= 2 * SHOWN_STEPS
      ? steps.map(formatStep)
      : [...steps.slice(0, SHOWN_STEPS).map(formatStep), '…', ...steps.slice(-SHOWN_STEPS).map(formatStep)];
  return `$${shown.join('')}`;
}

function formatStep(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'object') return step.part;
  return NAME.test(step) ? `.${step}` : `[key of ${step.length} characters]`;
}
