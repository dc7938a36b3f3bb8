import type { Candidate } from '../../../../libs/ai-provider/src/candidates/candidate.js';
import type { AttemptPass } from '../../../../libs/ai-provider/src/failover/attempt-gate.js';
import { collectFacts } from '@hydrogenai/common/testing';
import { rateLimitStore } from '@hydrogenai/rate-limit';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { candidateOf, endOf, openGate, passOf, profileOf, requestOf } from './admission.js';

/**
 * One of several processes: admission-process.ts <redis url> <rounds> <requests a day>. Says "ready"; at SIGUSR2 it enters one
 * lane a round, which all processes share, until it is refused, and says how often it was not. At the next SIGUSR2 its
 * attempts end, one half as never sent and one with less than they held; it prints how many these were, round by round.
 */
interface Entered {
  readonly candidate: Candidate;
  readonly passes: readonly AttemptPass[];
}

const [url = '', rounds = '1', limit = '1'] = process.argv.slice(2);
const HELD = { input: 60, output: 40 };
const USED = { input: 50, output: 20 };
const limits = { requestsPerDay: Number(limit), tokensPerDay: Number(limit) * (HELD.input + HELD.output) };
const outages = collectFacts(rateLimitStore);
const gate = await openGate({
  limits: { groq: { limits }, free: { limits: { requestsPerMinute: 1_000_000 } } },
  redis: { url },
  prefix: 'fleet',
  storeDeadlineMs: 1_000,
});
const told = (): Promise<unknown> => new Promise((resolve) => process.once('SIGUSR2', resolve));
// A promise alone keeps no process alive.
const alive = setInterval(() => undefined, 60_000);
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
// On a busy machine the connection may come after the gate.
do passOf(await gate.enter(requestOf(candidateOf('free/warm-up'), profile))).cancel();
while (outages.facts.at(-1)?.event === 'degraded' && (await sleep(50, true)));
const outagesBefore = outages.facts.length;
const begin = told();
process.stdout.write('ready\n');
await begin;
const entered: Entered[] = [];
// One at a time: on a busy machine Redis has to answer each within its deadline.
for (let round = 0; round < Number(rounds); round++) entered.push(await enterUntilRefused(round));
const end = told();
process.stdout.write(`entered ${JSON.stringify(entered.map(({ passes }) => passes.length))}\n`);
await end;
clearInterval(alive);
const used: number[] = [];
for (const { candidate, passes } of entered) {
  for (const [index, pass] of passes.entries()) {
    const result = index % 2 === 0 ? { failure: { kind: 'network', unsent: true } as const } : USED;
    pass.leave(endOf(candidate, profile, result));
  }
  used.push(Math.floor(passes.length / 2));
  // As attempts do, they end one after the other.
  await nextTurn();
}
await gate.close();
process.stdout.write(`used ${JSON.stringify(used)}\n`);
process.stdout.write(`outages ${outages.facts.length - outagesBefore}\n`);
