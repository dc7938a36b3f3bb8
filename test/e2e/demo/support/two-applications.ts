import { startTestDemo } from './demo.js';

for (let round = 0; round < 2; round++) {
  const demos = [await startTestDemo(), await startTestDemo()];
  for (const demo of demos) await (await demo.post('/v1/query', { query: 'Is anybody left?' })).json();
  for (const demo of demos) await demo[Symbol.asyncDispose]();
}
process.stdout.write('all closed\n');
