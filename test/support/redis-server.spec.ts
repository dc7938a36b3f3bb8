import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { runTypeScript } from './child-process.js';
import { isAlive, untilGone } from './process-end.js';
import { startRedis } from './redis-server.js';

const owner = fileURLToPath(new URL('fixtures/redis-owner.ts', import.meta.url));

/** A client that reports a failure at once instead of trying again. */
function connect(url: string, options: { commandTimeout?: number } = {}): Redis {
  const client = new Redis(url, { retryStrategy: null, maxRetriesPerRequest: 0, ...options });
  client.on('error', () => undefined); // the failing command tells; ioredis prints unheard errors
  return client;
}

describe('startRedis', () => {
  it('starts a server that answers and keeps nothing on disk', async () => {
    await using server = await startRedis();
    const client = connect(server.url);
    try {
      expect(await client.set('greeting', 'hello')).toBe('OK');
      expect(await client.get('greeting')).toBe('hello');
      expect(await client.config('GET', 'save')).toEqual(['save', '']);
      expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'no']);
      expect(await client.config('GET', 'bind')).toEqual(['bind', '127.0.0.1']);
    } finally {
      client.disconnect();
    }
  });

  it('gives two servers two ports and two data sets', async () => {
    await using one = await startRedis();
    await using two = await startRedis();
    const [first, second] = [connect(one.url), connect(two.url)];
    try {
      await first.set('only', 'here');
      expect(one.port).not.toBe(two.port);
      expect(await second.get('only')).toBeNull();
    } finally {
      first.disconnect();
      second.disconnect();
    }
  });

  it('passes more configuration on', async () => {
    await using server = await startRedis({ args: ['--maxmemory', '3mb'] });
    const client = connect(server.url);
    try {
      expect(await client.config('GET', 'maxmemory')).toEqual(['maxmemory', String(3 * 1024 * 1024)]);
    } finally {
      client.disconnect();
    }
  });

  it('tells in Redis’s words why a server does not start', async () => {
    await expect(startRedis({ args: ['--no-such-directive', '1'] })).rejects.toThrow(
      /did not start: .*no-such-directive/s,
    );
  });

  it('refuses a port that is taken instead of moving to another', async () => {
    await using server = await startRedis();
    await expect(startRedis({ port: server.port })).rejects.toThrow(/Address already in use/);
  });

  it('stops for good, twice without harm, and removes its folder', async () => {
    const server = await startRedis();
    const { pid } = server;
    const client = connect(server.url);
    const [, folder] = await client
      .config('GET', 'dir')
      .then(String)
      .then((reply) => reply.split(','));
    expect(existsSync(String(folder))).toBe(true);
    await server.stop();
    await server.stop();
    client.disconnect();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(String(folder))).toBe(false);
  });

  it('leaves a frozen server’s callers waiting and answers them after the thaw', async () => {
    await using server = await startRedis();
    const client = connect(server.url);
    try {
      await client.ping();
      server.freeze();
      let answered = false;
      const answer = client.set('late', '1').then((reply) => ((answered = true), reply));
      await sleep(150);
      expect(answered).toBe(false);
      server.thaw();
      expect(await answer).toBe('OK');
    } finally {
      client.disconnect();
    }
  });

  it('stops a frozen server too', async () => {
    const server = await startRedis();
    server.freeze();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('restarts empty on the same port as another process', async () => {
    await using server = await startRedis();
    const [port, pid] = [server.port, server.pid];
    const before = connect(server.url);
    await before.set('kept', 'no');
    await server.restart();
    before.disconnect();
    const after = connect(server.url);
    try {
      expect(server.port).toBe(port);
      expect(server.pid).not.toBe(pid);
      expect(isAlive(pid)).toBe(false);
      expect(await after.get('kept')).toBeNull();
    } finally {
      after.disconnect();
    }
  });
});

describe('a server whose test process ends', () => {
  it('is gone when the process was killed', async () => {
    const child = await runTypeScript(owner, { args: ['stay'] });
    const pid = serverPid(await child.waitForLine(/^server /));
    expect(isAlive(pid)).toBe(true);
    await child.kill();
    await untilGone(pid, 5_000);
  });

  it('is gone, frozen as it was, when the process was killed', async () => {
    const child = await runTypeScript(owner, { args: ['stay'] });
    const pid = serverPid(await child.waitForLine(/^server /));
    process.kill(pid, 'SIGSTOP');
    await child.kill();
    await untilGone(pid, 5_000);
  });

  it('neither holds the process open nor survives it when it was forgotten', async () => {
    await using child = await runTypeScript(owner);
    const pid = serverPid(await child.waitForLine(/^server /));
    expect(await child.endsWithin(5_000)).toEqual({ code: 0, signal: null });
    await untilGone(pid, 5_000);
  });
});

function serverPid(line: string): number {
  return Number(line.replace('server ', ''));
}
