// A racer in a process of its own: racer-process.ts <redis url> <steps>. Says "ready", and what it did, as JSON.
import { Racer } from './racer.js';

const [url = '', steps = '0'] = process.argv.slice(2);
const racer = await Racer.start(url);
process.stdout.write('ready\n');
const report = await racer.run(Number(steps));
await racer[Symbol.asyncDispose]();
process.stdout.write(`${JSON.stringify(report)}\n`);
