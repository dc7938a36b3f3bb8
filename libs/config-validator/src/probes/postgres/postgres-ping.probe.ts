import type { Duration } from '@hydrogenai/common';
import { codesOf, messagesOf } from '../failure-marks.js';
import { failed, missingPackage, tolerated } from '../outcomes.js';
import type { Probe, ProbeContext, ProbeOutcome } from '../probe.port.js';
import { answered, slowAfterMs } from '../slow-answer.policy.js';
import { postgresFailure } from './postgres-failure.policy.js';

export interface PostgresPingOptions {
  /** One short query that takes longer is a warning. 1 ms to 1 h. Default: `'200ms'`. */
  readonly slowAfter?: Duration;
  /** True: a standby will do, because nothing is written. Default: false. */
  readonly readOnly?: boolean;
  /** False: the application can do without, so that nothing about it is critical. Default: true. */
  readonly required?: boolean;
}

/**
 * Connects to PostgreSQL and asks how many connections it accepts. The address is read as the package `pg` reads it, which
 * is needed for it.
 * @throws InvalidOptionError
 */
export function postgresPing(options: PostgresPingOptions = {}): Probe {
  const { readOnly = false, required = true } = options;
  const slowMs = slowAfterMs(options.slowAfter, 'postgresPing');
  return {
    name: 'postgres',
    kind: 'service',
    target: ({ value }) => JSON.stringify([value, slowMs, readOnly, required]),
    run: async (context) => {
      const outcome = await ping(context, readOnly, slowMs);
      return required ? outcome : tolerated(outcome);
    },
  };
}

async function ping(
  { value, timeoutMs, signal }: ProbeContext,
  readOnly: boolean,
  slowMs: number,
): Promise<ProbeOutcome> {
  if (!/^postgres(?:ql)?:\/\//.test(value) || !URL.canParse(value)) {
    return failed(
      'CFG-REACH-015',
      'It holds no address of a PostgreSQL server.',
      'Write postgres://user:password@host:port/database, with %XX for special characters.',
    );
  }
  const module = await import('./postgres-connection.js').catch(absentPg);
  if (module === undefined) return missingPackage('pg');
  try {
    const { ms, maxConnections, standby } = await module.askPostgres(value, timeoutMs, signal);
    if (standby && !readOnly) {
      return failed(
        'CFG-REACH-011',
        'The server is a standby and refuses writes.',
        'Name the primary, for example with several hosts behind one name that follows it.',
      );
    }
    return answered(ms, slowMs, { 'database.maxConnections': maxConnections });
  } catch (error) {
    return postgresFailure(messagesOf(error), codesOf(error));
  }
}

function absentPg(error: unknown): undefined {
  if (codesOf(error).includes('ERR_MODULE_NOT_FOUND') && messagesOf(error).includes("'pg'")) return;
  throw error;
}
