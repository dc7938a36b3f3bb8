import type { QueryType } from './query-type.js';

/** A rule about what a text looks like; what its words mean is in `cues.ts`. */
export interface StructureRule {
  readonly name: string;
  readonly type: QueryType;
  readonly weight: number;
  /** Without nested or overlapping quantifiers, so that matching is linear. */
  readonly pattern: RegExp;
}

export const STRUCTURE_RULES: readonly StructureRule[] = [
  { name: 'code fence', type: 'code', weight: 4.5, pattern: /```/ },
  {
    name: 'line of code',
    type: 'code',
    weight: 4,
    pattern:
      /^[ \t]{0,40}(?:(?:def|class|function|const|let|var) \w{1,40} ?[=({:]|#include\b|SELECT [\w*]|(?:for|while|if) ?\(|import \w{1,40} from|from \w{1,40} import)/m,
  },
  {
    name: 'syntax of code',
    type: 'code',
    weight: 3,
    pattern:
      /=>|\w\(\)|\);|===|&&|\|\||<\/\w{1,20}>|\w\+\+|\w::\w|\w\[\w{0,10}\][.=;]|\w\.\w{1,30}\(| (?:-\w|--\w{2,20}) /,
  },
  {
    name: 'error message',
    type: 'code',
    weight: 3.5,
    pattern:
      /\b[A-Z][A-Za-z]{2,40}(?:Error|Exception)\b|\berror: |\bERR!|\bTraceback\b|\bundefined reference\b|LoopBackOff|\bE[A-Z]{5,20}\b|\bat [\w.]{1,60} \(/,
  },
  { name: 'inline code', type: 'code', weight: 2, pattern: /`[^`\n]{1,100}[`']/ },
  {
    name: 'arithmetic',
    type: 'math',
    weight: 3,
    pattern: /\d\s*[+*^×÷]\s*\d|\d \/ \d|\d - \d|\b\d{1,9}\/\d{1,9}\b/,
  },
  {
    name: 'formula',
    type: 'math',
    weight: 2.5,
    pattern:
      /\b[a-z]\s?\^|[²³√∑∫≤≥]|\d[xyn]\b|\b[xyz] ?= ?-?\d|\bf\(x?\d?\)|\b(?:sin|cos|tan|log|ln|sqrt|exp)\b ?\(?/i,
  },
  {
    name: 'share of a number',
    type: 'math',
    weight: 2.5,
    pattern: /\d ?% (?:of|de|von|di|van|от|z) (?:\D{0,4})\d/i,
  },
  {
    name: 'money and a share',
    type: 'math',
    weight: 2,
    pattern:
      /[$€£] ?\d[^?!\n]{0,60}\d ?%|\d ?[$€£][^?!\n]{0,60}\d ?%|\d ?%[^?!\n]{0,60}(?:[$€£] ?\d|\d ?[$€£])/,
  },
  {
    name: 'comparative with than',
    type: 'comparison',
    weight: 2,
    pattern: /\b(?:\w{2,12}er|more \w{2,20}|less \w{2,20}) than\b/i,
  },
  {
    name: 'either or',
    type: 'comparison',
    weight: 2,
    pattern: /\b(?:which|should|is|are|would)\b[^.?!\n]{1,60}\bor\b/i,
  },
  {
    name: 'how something works',
    type: 'factual',
    weight: 1.5,
    pattern: /\bhow (?:does|do|is|are) [^.?!\n]{1,60} (?:work|works|made|done|called)\b/i,
  },
  { name: 'ends as a question', type: 'factual', weight: 0.5, pattern: /[?？؟]["'»”)]?\s{0,20}$/ },
];
