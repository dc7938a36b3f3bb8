import type { ValidationResult } from '../findings/validation-result.js';

/** How many findings are open: `2 errors, 1 warning`. */
export function countsOf({ errors, warnings, recommendations }: ValidationResult): string {
  return [
    counted(errors.length, 'error'),
    counted(warnings.length, 'warning'),
    ...(recommendations.length > 0 ? [counted(recommendations.length, 'recommendation')] : []),
  ].join(', ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
