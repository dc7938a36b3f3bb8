import { performanceRule } from '../performance-rule.js';

/** Load balancers answer 502 or 504 on a connection that is silent for longer: nginx 60 s, AWS ALB 60 s, Google 30 s. */
const deadlineBeyondLoadBalancer = performanceRule({
  id: 'CFG-PERF-001',
  needs: ['ai.deadlineMs', 'loadBalancer.idleTimeoutMs'],
  check: (values, name) =>
    values['ai.deadlineMs'] < values['loadBalancer.idleTimeoutMs']
      ? undefined
      : {
          problem: `${name('ai.deadlineMs')} is not shorter than ${name('loadBalancer.idleTimeoutMs')}, so the load balancer gives up first and the user gets its error page.`,
          action: `Make ${name('ai.deadlineMs')} shorter, or let the load balancer wait longer.`,
        },
});

const attemptBeyondDeadline = performanceRule({
  id: 'CFG-PERF-002',
  needs: ['ai.attemptTimeoutMs', 'ai.deadlineMs'],
  check: (values, name) =>
    values['ai.attemptTimeoutMs'] < values['ai.deadlineMs']
      ? undefined
      : {
          problem: `${name('ai.attemptTimeoutMs')} is not shorter than ${name('ai.deadlineMs')}, so a provider that hangs leaves no time for another one.`,
          action: `Make ${name('ai.attemptTimeoutMs')} at most half of ${name('ai.deadlineMs')}.`,
        },
});

const nothingToSpend = performanceRule({
  id: 'CFG-PERF-005',
  needs: ['ai.budgetMicroDollars'],
  check: (values, name) =>
    values['ai.budgetMicroDollars'] > 0
      ? undefined
      : {
          problem: `${name('ai.budgetMicroDollars')} leaves nothing to spend, so every question is refused.`,
          action: `Raise ${name('ai.budgetMicroDollars')}, or unset it to have no budget.`,
        },
});

const limitAboveProvider = performanceRule({
  id: 'CFG-PERF-009',
  needs: ['rateLimit.perMinute', 'provider.perMinute'],
  check: (values, name) =>
    values['rateLimit.perMinute'] <= values['provider.perMinute']
      ? undefined
      : {
          problem: `${name('rateLimit.perMinute')} lets more through than ${name('provider.perMinute')} allows, so the provider refuses the rest.`,
          action: `Make ${name('rateLimit.perMinute')} smaller, or ask the provider for a higher limit.`,
        },
});

const noTimeForAttempts = performanceRule({
  id: 'CFG-PERF-012',
  needs: ['retry.attempts', 'ai.attemptTimeoutMs', 'ai.deadlineMs'],
  check: (values, name) =>
    values['retry.attempts'] * values['ai.attemptTimeoutMs'] <= values['ai.deadlineMs']
      ? undefined
      : {
          problem: `${name('retry.attempts')} attempts of ${name('ai.attemptTimeoutMs')} each do not fit into ${name('ai.deadlineMs')}, so the last ones never run when providers hang.`,
          action: `Make ${name('ai.attemptTimeoutMs')} shorter, or allow fewer attempts.`,
        },
});

export const AI_RULES = [
  deadlineBeyondLoadBalancer,
  attemptBeyondDeadline,
  nothingToSpend,
  limitAboveProvider,
  noTimeForAttempts,
] as const;
