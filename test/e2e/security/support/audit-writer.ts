import { AuditTrail, FileSink } from '@hydrogenai/security';

/** audit-writer.ts <file> <secret>: records as fast as it can, and says after each how many are kept. */
const [path = '', secret = ''] = process.argv.slice(2);
const trail = new AuditTrail({ keys: { keys: [{ id: 'k', secret }] }, sink: new FileSink({ path }) });
for (let kept = 1; ; kept++) {
  await trail.record({
    actor: 'somebody',
    action: 'cache:invalidate',
    resource: 'Cache.invalidate',
    decision: 'allowed',
    reason: 'granted',
  });
  process.stdout.write(`kept ${kept}\n`);
}
