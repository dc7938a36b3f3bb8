import { systemClock, wholeNumber, type Duration } from '@hydrogenai/common';
import { codesOf } from '../failure-marks.js';
import { networkFailure } from '../network-failure.policy.js';
import { brokenConnection, failed, tolerated } from '../outcomes.js';
import type { Probe, ProbeContext, ProbeOutcome } from '../probe.port.js';
import { answered, slowAfterMs } from '../slow-answer.policy.js';
import { boundedGet } from './bounded-get.js';

export interface HttpReachableOptions {
  /** Status codes that are in order. Default: 200 to 299. */
  readonly expect?: number | readonly number[];
  /** Path to ask for instead of the address's own: `/health`. Default: the address as it is. */
  readonly path?: string;
  /** An answer that takes longer is a warning. 1 ms to 1 h. Default: `'1s'`. */
  readonly slowAfter?: Duration;
  /** False: the application can do without, so that nothing about it is critical. Default: true. */
  readonly required?: boolean;
}

/** Only the status counts; of the rest as much is read as usually comes with it. */
const MOST_BYTES = 65_536;

/**
 * Asks an HTTP(S) address with one GET and looks at the status. No redirect is followed.
 * @throws InvalidOptionError
 */
export function httpReachable(options: HttpReachableOptions = {}): Probe {
  const { expect, path, required = true } = options;
  const expected = expect === undefined ? undefined : [expect].flat();
  for (const status of expected ?? []) wholeNumber(status, 'httpReachable.expect', 100, 599);
  const slowMs = slowAfterMs(options.slowAfter ?? '1s', 'httpReachable');
  const accepts = (status: number): boolean =>
    expected === undefined ? status >= 200 && status < 300 : expected.includes(status);
  return {
    name: 'http',
    kind: 'service',
    target: ({ value }) => JSON.stringify([value, expected, path, slowMs, required]),
    run: async (context) => {
      const outcome = await get(context, path, accepts, slowMs);
      return required ? outcome : tolerated(outcome);
    },
  };
}

async function get(
  { value, signal }: ProbeContext,
  path: string | undefined,
  accepts: (status: number) => boolean,
  slowMs: number,
): Promise<ProbeOutcome> {
  if (!URL.canParse(value) || !/^https?:/i.test(value)) {
    return failed('CFG-REACH-015', 'It holds no http:// or https:// address.', 'Correct the address.');
  }
  const url = new URL(value);
  if (path !== undefined) url.pathname = path;
  try {
    const started = systemClock.monotonicMs();
    const { status } = await boundedGet({ url, signal, mostBytes: MOST_BYTES });
    if (accepts(status)) return answered(systemClock.monotonicMs() - started, slowMs);
    return unexpected(status);
  } catch (error) {
    return networkFailure(codesOf(error)) ?? brokenConnection();
  }
}

function unexpected(status: number): ProbeOutcome {
  if (status >= 300 && status < 400) {
    return failed(
      'CFG-REACH-006',
      'The address redirects to another one, which was not followed.',
      'Write the address that it redirects to, if that is the right one.',
    );
  }
  return failed(
    'CFG-REACH-016',
    `The server answers with the HTTP status ${status}, which is not the expected one.`,
    'Correct the address, or look at the log of that server.',
  );
}
