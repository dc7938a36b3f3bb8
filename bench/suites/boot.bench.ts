import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atLeast, atMost, defineSuite, noGoal, row } from '../harness/index.js';

const CHILD = fileURLToPath(new URL('support/boot.child.js', import.meta.url));
const ROUNDS = 9;

interface Boot {
  readonly ms: number;
  /** Errors and warnings that it was refused for. */
  readonly open: number;
}

const MODES = ['without', 'good', 'wrong'] as const;

/** In a process of its own, because a boot happens once: nothing is compiled or warm. */
async function boot(mode: (typeof MODES)[number]): Promise<Boot> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, mode]);
  return JSON.parse(stdout) as Boot; // The child writes nothing else.
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function bootSuite() {
  const boots: Record<(typeof MODES)[number], Boot[]> = { without: [], good: [], wrong: [] };
  const ms = (mode: (typeof MODES)[number]): number => middle(boots[mode].map((one) => one.ms));
  return defineSuite({
    name: 'boot',
    purpose: 'What does the check of the configuration add to a boot, and how soon is a wrong one refused?',
    async setup() {
      for (let round = 0; round < ROUNDS; round++)
        for (const mode of MODES) boots[mode].push(await boot(mode));
    },
    measurements: () => ({}),
    rows: () => {
      const added = boots.good.map(({ ms }, round) => ms - (boots.without[round]?.ms ?? Number.NaN));
      return [
        row({ name: 'boot without the check', value: ms('without'), unit: 'ms', goal: noGoal() }),
        row({
          name: 'added by 106 variables that are right',
          value: middle(added),
          unit: 'ms',
          goal: atMost(50),
        }),
        row({
          name: 'refused with everything wrong, offline',
          value: ms('wrong'),
          unit: 'ms',
          goal: atMost(1_000),
        }),
        row({
          name: 'errors and warnings in that report',
          value: middle(boots.wrong.map(({ open }) => open)),
          unit: 'findings',
          goal: atLeast(104),
        }),
      ];
    },
  });
}

export const suite = bootSuite();
