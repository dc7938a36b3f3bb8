import { performanceRule } from '../performance-rule.js';

const poolsBeyondServer = performanceRule({
  id: 'CFG-PERF-003',
  needs: ['database.poolSize', 'database.maxConnections'],
  uses: ['replicas'],
  check: (values, name) => {
    const { replicas = 1 } = values;
    if (values['database.poolSize'] * replicas <= values['database.maxConnections']) return undefined;
    const pools =
      values.replicas === undefined
        ? name('database.poolSize')
        : `${name('database.poolSize')} times ${name('replicas')}`;
    return {
      problem: `${pools} is more connections than ${name('database.maxConnections')} allows.`,
      action: `Make ${name('database.poolSize')} smaller, or put a pooler such as PgBouncer in between.`,
    };
  },
});

/** Two checks at once take up connections exactly when there are none. */
const healthChecksOverlap = performanceRule({
  id: 'CFG-PERF-011',
  needs: ['health.timeoutMs', 'health.periodMs'],
  check: (values, name) =>
    values['health.timeoutMs'] < values['health.periodMs']
      ? undefined
      : {
          problem: `${name('health.timeoutMs')} is not shorter than ${name('health.periodMs')}, so a hung dependency is asked again before it answered.`,
          action: `Make ${name('health.timeoutMs')} shorter than ${name('health.periodMs')}.`,
        },
});

/** The server closes a connection on which the load balancer just sends a request; AWS answers 502 then. */
const closesFirst = performanceRule({
  id: 'CFG-PERF-013',
  needs: ['http.keepAliveMs', 'loadBalancer.idleTimeoutMs'],
  check: (values, name) =>
    values['http.keepAliveMs'] > values['loadBalancer.idleTimeoutMs']
      ? undefined
      : {
          problem: `${name('http.keepAliveMs')} is not longer than ${name('loadBalancer.idleTimeoutMs')}, so now and then a request meets a connection that is just being closed.`,
          action: `Make ${name('http.keepAliveMs')} some seconds longer.`,
        },
});

const killedTooEarly = performanceRule({
  id: 'CFG-PERF-014',
  needs: ['shutdown.graceMs', 'ai.deadlineMs'],
  check: (values, name) =>
    values['shutdown.graceMs'] >= values['ai.deadlineMs']
      ? undefined
      : {
          problem: `${name('shutdown.graceMs')} is shorter than ${name('ai.deadlineMs')}, so every rolling restart cuts answers off.`,
          action: `Give the process at least as long to end as a request may take.`,
        },
});

export const SERVICE_RULES = [poolsBeyondServer, healthChecksOverlap, closesFirst, killedTooEarly] as const;
