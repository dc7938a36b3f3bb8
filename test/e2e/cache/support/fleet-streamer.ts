// A process that leads two streams and then waits to be killed: fleet-streamer.ts <redis url>. Of "silent" nothing comes, of
// "cut" one word.
import { once } from 'node:events';
import { joinFleet } from './fleet-member.js';

const [url = ''] = process.argv.slice(2);
const member = await joinFleet(url, { leaseMs: 1_500 });
async function* stuck(words: readonly string[], signal: AbortSignal): AsyncGenerator<string> {
  yield* words;
  await once(signal, 'abort');
}
void member.stream('silent', (signal) => stuck([], signal)).next();
const cut = member.stream('cut', (signal) => stuck(['one'], signal));
process.stdout.write(`got ${(await cut.next()).value}\n`);
// Reading on keeps the process alive, and keeps it the leader.
await cut.next();
