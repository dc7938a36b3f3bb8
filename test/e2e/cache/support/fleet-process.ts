// A process of a fleet: fleet-process.ts <redis url> <callers>. For each message "key key ..." on the channel "go" it asks
// for each key with all its callers at once, and prints how often it got which answer. A factory counts itself in Redis;
// the first one of the key "slow" never ends.
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinFleet, type FleetMember } from './fleet-member.js';

const [url = '', callers = '0'] = process.argv.slice(2);
const member = await joinFleet(url);
const starter = new Redis(url);
starter.on('message', (_, keys: string) => void askForAll(member, keys.split(' ')));
await starter.subscribe('go');
process.stdout.write('ready\n');

async function askForAll({ ask, call }: FleetMember, keys: readonly string[]): Promise<void> {
  const answers: Record<string, Record<string, number>> = {};
  for (const key of keys) {
    const factory = async (): Promise<string> => {
      const count = await call((client) => client.incr(`computed:${key}`));
      process.stdout.write(`computing ${key} ${count}\n`);
      await sleep(key === 'slow' && count === 1 ? 3_600_000 : 30);
      return `${key}, computation ${count}`;
    };
    const all = await Promise.all(Array.from({ length: Number(callers) }, () => ask(key, factory)));
    const counts: Record<string, number> = {};
    for (const answer of all) counts[answer] = (counts[answer] ?? 0) + 1;
    answers[key] = counts;
  }
  process.stdout.write(`answers ${keys[0]} ${JSON.stringify(answers)}\n`);
}
