// A process that shares streams: stream-process.ts <redis url> <readers>. For each message "key" on the channel "go" it
// reads that stream with all its readers at once, and prints how often it got what. A source counts itself in Redis. The
// first one of "silent" gives nothing and the first one of "cut" two chunks, and then they wait.
import { Redis } from 'ioredis';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCacheApp } from './cache-app.js';

const [url = '', readers = '0'] = process.argv.slice(2);
const { cache } = await startCacheApp({ l2: { url }, l2DeadlineMs: 5_000 });
const counter = new Redis(url);
const starter = new Redis(url);
starter.on('message', (_, key: string) => void readAll(key));
await starter.subscribe('go');
process.stdout.write('ready\n');

async function readAll(key: string): Promise<void> {
  const all = await Promise.all(Array.from({ length: Number(readers) }, () => read(key)));
  const counts: Record<string, number> = {};
  for (const text of all) counts[text] = (counts[text] ?? 0) + 1;
  process.stdout.write(`read ${key} ${JSON.stringify(counts)}\n`);
}

async function read(key: string): Promise<string> {
  const seen: string[] = [];
  try {
    const { chunks } = await cache.stream({ namespace: 's', key }, (signal) => source(key, signal));
    for await (const chunk of chunks) {
      if (seen.push(chunk) === 1) process.stdout.write(`begun ${key}\n`);
    }
  } catch (error) {
    // What a test asks for is the code; the rest is for whoever looks at its output.
    seen.push(error instanceof Error && 'code' in error ? String(error.code) : String(error));
  }
  return seen.join(' ');
}

async function* source(key: string, signal: AbortSignal): AsyncGenerator<string> {
  const count = await counter.incr(`opened:${key}`);
  process.stdout.write(`opened ${key} ${count}\n`);
  const stuckAfter = count > 1 ? Infinity : key === 'silent' ? 0 : key === 'cut' ? 2 : Infinity;
  for (let n = 0; n < 50; n++) {
    if (n >= stuckAfter) await once(signal, 'abort');
    await sleep(5);
    yield `${count}.${n}`;
  }
}
