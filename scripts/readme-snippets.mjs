// npm run test:readme [-- folder]: every TypeScript example of the documents compiles against today's sources.
import { resolve } from 'node:path';
import { checkSnippets } from './readme/check.mjs';
import { root } from './run.mjs';

const { fences, documents, faults } = await checkSnippets(resolve(process.argv[2] ?? root));
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(
  `${fences} TypeScript examples checked in ${documents} documents, ${faults.length === 0 ? 'all compile' : 'see above'}\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
