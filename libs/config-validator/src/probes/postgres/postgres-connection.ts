import { Socket } from 'node:net';
import { systemClock } from '@hydrogenai/common';
// The package is CommonJS; its ES module names are the same.
import { Client } from 'pg';

export interface PostgresAnswer {
  /** How long one short query took, in ms. */
  readonly ms: number;
  /** Connections that are left for applications. */
  readonly maxConnections: number;
  /** True: a standby, which refuses writes. */
  readonly standby: boolean;
}

const QUESTION = `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
  AS connections, pg_is_in_recovery() AS standby`;

/** Loaded only where a probe needs it, because `pg` is optional. @throws what `pg` throws, and for a bad address. */
export async function askPostgres(
  url: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<PostgresAnswer> {
  const socket = new Socket();
  // A hung server does not say goodbye, so the socket is not left to the client.
  const close = (): void => void socket.destroy();
  const client = new Client({
    connectionString: url,
    stream: () => socket,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'hydrogenai-probe',
  });
  signal.addEventListener('abort', close);
  try {
    await new Promise<void>((resolve, reject) => {
      // What happens to the connection later; without a listener it would end the process.
      client.on('error', reject);
      client.connect().then(() => resolve(), reject);
    });
    const started = systemClock.monotonicMs();
    const { rows } = await client.query<{ connections: number; standby: boolean }>(QUESTION);
    const ms = systemClock.monotonicMs() - started;
    const [row] = rows;
    return { ms, maxConnections: Number(row?.connections), standby: row?.standby === true };
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
