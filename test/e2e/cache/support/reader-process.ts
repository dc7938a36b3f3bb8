// Reads one answer again and again: reader-process.ts <redis url> <lease ms>. Says "reading", and at SIGTERM what it read.
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startCacheApp } from './cache-app.js';
import type { Read } from './staleness.js';

const [url = '', leaseMs = ''] = process.argv.slice(2);
const source = new Redis(url);
const { cache, close } = await startCacheApp({ l2: { url }, l2DeadlineMs: 5_000, lease: Number(leaseMs) });
const reads: Read[] = [];
const load = async (): Promise<number> => {
  const version = Number(await source.get('source:0'));
  await sleep(version % 2 === 0 ? 0 : 30);
  return version;
};
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.stdout.write('reading\n');
await Promise.all(Array.from({ length: 3 }, read));
const { hits } = cache.stats();
await close();
source.disconnect();
process.stdout.write(`${JSON.stringify({ reads, changes: [], hits })}\n`);

async function read(): Promise<void> {
  while (!stopping.signal.aborted) {
    const askedNs = Number(process.hrtime.bigint());
    const version = await cache.getOrCompute({ namespace: 'n', key: 'k', tags: ['t'] }, load);
    reads.push({ key: 0, version, askedNs });
    // Often without a turn of the event loop between: what came in meanwhile is not read then.
    if (reads.length % 10 === 0) await sleep(2);
  }
}
