import type { Candidate } from '../../../../libs/ai-provider/src/candidates/candidate.js';
import type { AttemptPass } from '../../../../libs/ai-provider/src/failover/attempt-gate.js';
import { candidateOf, endOf, openGate, profileOf, requestOf } from './admission.js';

/**
 * One of several processes: admission-process.ts <redis url> <rounds> <requests a day>. In each round it enters one lane,
 * which all processes share, until it is refused, and says so. At SIGUSR2 its attempts end, one half as never sent and one
 * with less than they held; it prints what they used, round by round.
 */
interface Entered {
  readonly candidate: Candidate;
  readonly passes: readonly AttemptPass[];
}

const [url = '', rounds = '1', limit = '1'] = process.argv.slice(2);
const HELD = { input: 60, output: 40 };
const AT_ONCE = 5;
const USED = { input: 50, output: 20 };
const limits = { requestsPerDay: Number(limit), tokensPerDay: Number(limit) * (HELD.input + HELD.output) };
const gate = await openGate({
  limits: { groq: { limits } },
  redis: { url },
  prefix: 'fleet',
  storeDeadlineMs: 1_000,
});
const told = new Promise((resolve) => process.once('SIGUSR2', resolve));
const profile = profileOf(HELD.input, HELD.output);
const enterUntilRefused = async (round: number): Promise<Entered> => {
  const candidate = candidateOf(`groq/${round}`);
  const passes: AttemptPass[] = [];
  for (;;) {
    const answer = await gate.enter(requestOf(candidate, profile, { timeLeftMs: 120_000 }));
    if (answer.kind === 'refused') return { candidate, passes };
    passes.push(answer.pass);
  }
};
const entered: Entered[] = [];
// A few at a time: Redis has to answer each within its deadline.
for (let round = 0; round < Number(rounds); round += AT_ONCE) {
  const some = Array.from({ length: AT_ONCE }, (_, next) => enterUntilRefused(round + next));
  entered.push(...(await Promise.all(some)));
}
process.stdout.write(`entered ${JSON.stringify(entered.map(({ passes }) => passes.length))}\n`);
// A promise alone keeps no process alive.
const alive = setInterval(() => undefined, 60_000);
await told;
clearInterval(alive);
const used = entered.map(({ candidate, passes }) => {
  passes.forEach((pass, index) => {
    const end = index % 2 === 0 ? { failure: { kind: 'network', unsent: true } as const } : USED;
    pass.leave(endOf(candidate, profile, end));
  });
  return Math.floor(passes.length / 2);
});
// Settlements go out in order: the answer to a later request comes after them.
await gate.enter(requestOf(candidateOf('groq/last'), profile));
gate.close();
process.stdout.write(`used ${JSON.stringify(used)}\n`);
