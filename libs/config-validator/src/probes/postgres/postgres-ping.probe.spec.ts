import { chmod, chown, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../../test/support/free-port.js';
import { startPostgres, type PostgresServer } from '../../../../../test/support/postgres-server.js';
import { selfSigned } from '../../../../../test/support/self-signed.js';
import { serve } from '../../../../../test/support/http-server.js';
import { probeOnce } from '../../../../../test/support/probe-once.js';
import { slowProxy } from '../../../../../test/support/slow-proxy.js';
import { postgresPing } from './postgres-ping.probe.js';

const OK = 'CFG-REACH-000 recommendation pass';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  await prepare(server);
});
afterAll(() => server.stop());

const as = (user: string, password = 'secret', database = 'postgres') =>
  `postgres://${user}:${password}@127.0.0.1:${server.port}/${database}`;

/** Users for each way of being refused. The superuser is let in without a password, as the fixture has it. */
async function prepare({ url }: PostgresServer): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query("CREATE USER known PASSWORD 'secret'");
    await admin.query("CREATE USER crowded PASSWORD 'secret' CONNECTION LIMIT 0");
    await admin.query("CREATE USER encrypted PASSWORD 'secret'");
    await admin.query('CREATE DATABASE closed');
    await admin.query('REVOKE CONNECT ON DATABASE closed FROM PUBLIC');
    const file = String((await admin.query<{ hba_file: string }>('SHOW hba_file')).rows[0]?.hba_file);
    const rules = [
      'host all postgres 127.0.0.1/32 trust',
      'hostnossl all encrypted 127.0.0.1/32 reject',
      'host all all 127.0.0.1/32 scram-sha-256',
    ];
    await writeFile(file, rules.join('\n'));
    await encrypt(admin, dirname(file));
  } finally {
    await admin.end();
  }
}

async function encrypt(admin: Client, folder: string): Promise<void> {
  const { uid, gid } = await stat(folder);
  const { cert, key } = await selfSigned();
  for (const [name, text] of Object.entries({ 'server.crt': cert, 'server.key': key })) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o600);
    await chown(join(folder, name), uid, gid);
  }
  await admin.query('ALTER SYSTEM SET ssl = on');
  await admin.query('SELECT pg_reload_conf()');
}

describe('PostgreSQL', () => {
  it('lets us in and says how many connections it accepts from applications', async () => {
    const { said, known } = await probeOnce(postgresPing(), as('known'));
    expect(said).toBe(OK);
    // 100 of which 3 are kept for superusers, as it comes.
    expect(known.map(({ name, value }) => [name, value])).toEqual([['database.maxConnections', 97]]);
  });

  it.each([
    ['refuses a wrong password', 'known', 'canary', 'postgres', 'CFG-REACH-007 critical fail'],
    ['refuses an unknown user', 'canary', 'canary', 'postgres', 'CFG-REACH-007 critical fail'],
    ['demands a password', 'known', '', 'postgres', 'CFG-REACH-007 critical fail'],
    ['has no such database', 'known', 'secret', 'canary', 'CFG-REACH-008 critical fail'],
    ['has no connection to spare', 'crowded', 'secret', 'postgres', 'CFG-REACH-009 warning fail'],
    ['does not let the user into the database', 'known', 'secret', 'closed', 'CFG-REACH-014 critical fail'],
    ['lets the user in only over TLS', 'encrypted', 'secret', 'postgres', 'CFG-REACH-013 critical fail'],
  ])('%s', async (_, user, password, database, expected) => {
    const { said, finding } = await probeOnce(postgresPing(), as(user, password, database));
    expect(said).toBe(expected);
    expect(JSON.stringify(finding)).not.toMatch(/canary|known"|crowded|closed"|127\.0\.0\.1/);
  });

  it('is not trusted when nobody has signed its certificate', async () => {
    const url = `${as('known')}?sslmode=verify-full`;
    expect((await probeOnce(postgresPing(), url)).said).toBe('CFG-REACH-003 critical fail');
  });

  it('is not there', async () => {
    const url = `postgres://known:secret@127.0.0.1:${await freePort()}/postgres`;
    expect((await probeOnce(postgresPing(), url)).said).toBe('CFG-REACH-001 critical fail');
    expect((await probeOnce(postgresPing({ required: false }), url)).said).toBe('CFG-REACH-001 warning fail');
  });

  it('is slow', async () => {
    await using proxy = await slowProxy(server.port, 60);
    const url = as('known').replace(`:${server.port}`, `:${proxy.port}`);
    const { said, known } = await probeOnce(postgresPing({ slowAfter: '40ms' }), url);
    expect(said).toBe('CFG-REACH-012 warning fail');
    expect(known).toHaveLength(1);
  });

  it('does not answer in time', async () => {
    await using proxy = await slowProxy(server.port, 60_000);
    const url = as('known').replace(`:${server.port}`, `:${proxy.port}`);
    expect((await probeOnce(postgresPing(), url, { budgetMs: 150 })).said).toBe(
      'CFG-REACH-004 warning unknown',
    );
  });

  it('is another kind of server, or no address', async () => {
    await using other = await serve((_, response) => void response.end());
    const url = other.url.replace('http:', 'postgres:');
    expect((await probeOnce(postgresPing(), url, { budgetMs: 1_000 })).said).toMatch(/ unknown$/);
    for (const value of ['mysql://canary@host/x', 'canary']) {
      const { said, finding } = await probeOnce(postgresPing(), value);
      expect(said).toBe('CFG-REACH-015 critical fail');
      expect(JSON.stringify(finding)).not.toContain('canary');
    }
  });
});
