import 'reflect-metadata';
import { startApp } from './app.js';

/** A process that starts and stops two applications twice, on the real clock, and then has nothing left to do. */
for (let time = 0; time < 2; time++) {
  const apps = [await startApp(), await startApp({ checks: [hanging()] })];
  const codes = await Promise.all(apps.map(async (app) => (await app.get('/readyz')).code));
  process.stdout.write(`${codes.join(' ')}\n`);
  for (const { app } of apps) await app.close();
}

function hanging(): { name: string; criticality: 'required'; check: () => Promise<never> } {
  return { name: 'hanging', criticality: 'required', check: () => new Promise(() => undefined) };
}
