import { finding, type Finding } from '../findings/finding.js';
import type { KnownSetting } from './known-settings.js';
import type { PerformanceRule, RuleBreach } from './performance-rule.js';
import { PERFORMANCE_RULES } from './performance-rules.js';
import { SETTINGS, type SettingName } from './setting-name.js';

/**
 * Asks every rule about what is known. A rule of whose settings some are known and some are not is skipped, and says
 * which are missing; one of which nothing is known says nothing. A setting that several variables tell is asked about
 * for each of them.
 */
export function checkPerformance(
  known: readonly KnownSetting[],
  rules: readonly PerformanceRule[] = PERFORMANCE_RULES,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    const [about, ...others] = rule.needs;
    if (about === undefined) return [];
    const subjects = known.filter(({ name }) => name === about);
    const missing = rule.needs.filter((need) => !known.some(({ name }) => name === need));
    if (missing.length > 0) return skipped(rule, missing, known);
    return subjects.map((subject) => judge(rule, subject, [...others, ...rule.uses], known));
  });
}

function judge(
  rule: PerformanceRule,
  subject: KnownSetting,
  others: readonly SettingName[],
  known: readonly KnownSetting[],
): Finding {
  const chosen = [subject, ...others.flatMap((name) => beside(subject, name, known))];
  const values = Object.fromEntries(chosen.map(({ name, value }) => [name, value]));
  try {
    const breach = rule.check(values, (name) => speaker(name, chosen));
    return breach === undefined ? holds(rule, subject, chosen) : broken(rule, subject, breach);
  } catch {
    // Only rules of the application's own throw; what they say may quote values.
    return notEvaluated(rule, subject);
  }
}

/** What the same variable says of the other setting, else whoever says it first: one server's limits belong together. */
function beside(
  subject: KnownSetting,
  name: SettingName,
  known: readonly KnownSetting[],
): readonly KnownSetting[] {
  const all = known.filter((one) => one.name === name);
  const chosen = all.find(({ variable }) => variable === subject.variable) ?? all[0];
  return chosen === undefined ? [] : [chosen];
}

function broken({ id }: PerformanceRule, subject: KnownSetting, { problem, action }: RuleBreach): Finding {
  return finding(id, {
    subject: subjectOf(subject),
    problem: sentence(problem),
    action,
    source: subject.source,
  });
}

function holds({ id }: PerformanceRule, subject: KnownSetting, chosen: readonly KnownSetting[]): Finding {
  const others = chosen.slice(1).map(({ name }) => speaker(name, chosen));
  const fits = others.length === 0 ? 'It is in order' : `It fits to ${[...new Set(others)].join(' and ')}`;
  return finding('CFG-PERF-000', {
    subject: subjectOf(subject),
    problem: `${fits} (${id}).`,
    action: 'Nothing to do.',
    status: 'pass',
    source: subject.source,
  });
}

function notEvaluated({ id }: PerformanceRule, subject: KnownSetting): Finding {
  return finding(id, {
    subject: subjectOf(subject),
    problem: 'A rule about it could not be evaluated, so nothing is known.',
    action: 'Correct the rule in the option "performanceRules".',
    status: 'unknown',
    source: subject.source,
  });
}

function skipped(
  { id, needs }: PerformanceRule,
  missing: readonly SettingName[],
  known: readonly KnownSetting[],
): readonly Finding[] {
  // What the machine says is always known, and no sign that the rule is meant.
  const subject = known.find(({ name, from }) => needs.includes(name) && from === 'variable');
  if (subject === undefined) return [];
  const unknown = missing.map((name) => `${SETTINGS[name]} (${name})`).join(', and ');
  return [
    finding('CFG-PERF-000', {
      subject: subjectOf(subject),
      problem: `It was not checked for ${id}, because it is not known ${unknown}.`,
      action: `Mark the variable that says it with @Setting, if there is one.`,
      status: 'skipped',
      source: subject.source,
    }),
  ];
}

function subjectOf({ name, variable }: KnownSetting): string {
  return variable ?? name;
}

function speaker(name: SettingName, chosen: readonly KnownSetting[]): string {
  const one = chosen.find((candidate) => candidate.name === name);
  if (one === undefined) return name;
  switch (one.from) {
    case 'variable':
      return one.variable ?? name;
    case 'server':
      return `the server behind ${one.variable ?? name}`;
    case 'machine':
      return 'this machine';
    default:
      return one.from satisfies never;
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
