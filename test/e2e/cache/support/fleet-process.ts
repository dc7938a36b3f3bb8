// A process of a fleet: fleet-process.ts <redis url> <callers> <keys>. After "go" it asks for each key with all its callers
// at once, and prints how often it got which answer. A factory counts itself in Redis; the first one of the key "slow"
// never ends.
import { Redis } from 'ioredis';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinFleet } from './fleet-member.js';

const [url = '', callers = '0', ...keys] = process.argv.slice(2);
await using member = await joinFleet(url, { leaseMs: 600 });
const starter = new Redis(url);
await starter.subscribe('go');
process.stdout.write('ready\n');
await once(starter, 'message');
starter.disconnect();

const answers: Record<string, Record<string, number>> = {};
for (const key of keys) {
  const factory = async (): Promise<string> => {
    const count = await member.call((client) => client.incr(`computed:${key}`));
    process.stdout.write(`computing ${key} ${count}\n`);
    await sleep(key === 'slow' && count === 1 ? 3_600_000 : 30);
    return `${key}, computation ${count}`;
  };
  const all = await Promise.all(Array.from({ length: Number(callers) }, () => member.ask(key, factory)));
  const counts: Record<string, number> = {};
  for (const answer of all) counts[answer] = (counts[answer] ?? 0) + 1;
  answers[key] = counts;
}
process.stdout.write(`answers ${JSON.stringify(answers)}\n`);
