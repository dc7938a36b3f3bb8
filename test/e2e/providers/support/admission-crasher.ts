import { candidateOf, openGate, profileOf, requestOf } from './admission.js';

/** admission-crasher.ts <redis url>: enters with all that its lane has, for an attempt of 0.1 s, and never leaves. */
const [url = ''] = process.argv.slice(2);
const gate = await openGate({
  limits: { groq: { limits: { tokensPerDay: 1_000 } } },
  redis: { url },
  prefix: 'crash',
  storeDeadlineMs: 1_000,
});
const answer = await gate.enter(requestOf(candidateOf('groq/a'), profileOf(600, 400), { timeLeftMs: 100 }));
process.stdout.write(`${answer.kind}\n`);
setInterval(() => undefined, 60_000);
