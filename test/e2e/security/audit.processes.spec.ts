import { AuditTrail, FileSink } from '@hydrogenai/security';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';

const writer = fileURLToPath(new URL('support/audit-writer.ts', import.meta.url));

let path = '';
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  path = join(folder, 'trail.jsonl');
  return () => rm(folder, { recursive: true });
});

it('processes that are killed while they record lose nothing that they said is kept, and the next ones go on', async () => {
  const secret = randomBytes(32).toString('hex');
  let told = 0;
  for (const atLeast of [5, 40]) {
    await using child = await runTypeScript(writer, { args: [path, secret] });
    await child.waitForLine(new RegExp(`^kept ${atLeast}$`));
    await child.kill();
    told += child.stdout.split('\n').filter((line) => line.startsWith('kept ')).length - 1;
  }
  const trail = new AuditTrail({ keys: { keys: [{ id: 'k', secret }] }, sink: new FileSink({ path }) });
  // Whatever the last one was in the middle of.
  await trail.record({ action: 'audit:check', resource: 'Spec.run', decision: 'noted', reason: 'granted' });
  const verdict = await trail.verify();
  expect(verdict).toMatchObject({ valid: true });
  expect(verdict.records).toBeGreaterThan(told);
  await trail.close();
});
