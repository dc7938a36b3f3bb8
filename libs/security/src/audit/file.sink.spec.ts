import { randomBytes } from 'node:crypto';
import {
  appendFile,
  mkdtemp,
  open as openFile,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditEntry } from './audit-entry.policy.js';
import { AuditTrail } from './audit-trail.js';
import { auditTrouble } from './audit.facts.js';
import type { AuditOptions } from './audit.options.js';
import { FileAnchorStore } from './file-anchor.store.js';
import { FileSink } from './file.sink.js';

beforeAll(() => {
  Logger.overrideLogger(false);
  return () => Logger.overrideLogger(new ConsoleLogger());
});

const keys = { keys: [{ id: 'k', secret: randomBytes(32) }] };
const entry: AuditEntry = {
  action: 'cache:invalidate',
  resource: 'Cache.invalidate',
  decision: 'allowed',
  reason: 'granted',
};

let path = '';
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  path = join(folder, 'trail.jsonl');
  return () => rm(folder, { recursive: true });
});

function open(options: Partial<AuditOptions> = {}): AuditTrail {
  return new AuditTrail({
    keys,
    sink: new FileSink({ path, sync: 'none' }),
    clock: new FakeClock(),
    ...options,
  });
}

/** A life of the process: it records, and ends properly. */
async function live(records: number, options: Partial<AuditOptions> = {}): Promise<void> {
  const trail = open(options);
  for (let n = 0; n < records; n++) await trail.record(entry);
  await trail.close();
}

async function verdict(options: Partial<AuditOptions> = {}): Promise<unknown> {
  const trail = open(options);
  try {
    return await trail.verify();
  } finally {
    await trail.close();
  }
}

const linesOf = async (): Promise<string[]> => (await readFile(path, 'latin1')).split('\n');

describe('a trail in a file', () => {
  it('goes on where the process before has ended, one line a record, readable by its owner alone', async () => {
    await live(3);
    await live(2, { sink: new FileSink({ path }) });
    const lines = await linesOf();
    expect(lines.slice(0, -1).map((line) => JSON.parse(line).id)).toEqual([1, 2, 3, 4, 5]);
    expect(lines.at(-1)).toBe('');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await verdict()).toEqual({ valid: true, records: 5, tornLines: [] });
  });

  it.each([
    ['each', 1],
    ['none', 0],
  ] as const)(
    'with sync %s is on the disk %i times before its records count as kept',
    async (sync, times) => {
      const probe = await openFile(path, 'a');
      const datasync = vi.spyOn(Object.getPrototypeOf(probe), 'datasync');
      await probe.close();
      const trail = open({ sink: new FileSink({ path, sync }) });
      await Promise.all([trail.record(entry), trail.record(entry), trail.record(entry)]);
      expect(datasync).toHaveBeenCalledTimes(times);
      datasync.mockRestore();
      await trail.close();
    },
  );

  it('is valid while it is written', async () => {
    const trail = open();
    const verdicts: Promise<unknown>[] = [];
    for (let n = 0; n < 150; n++) {
      const recorded = trail.record(entry);
      if (n % 10 === 0) verdicts.push(trail.verify());
      await recorded;
    }
    for (const verdict of await Promise.all(verdicts)) expect(verdict).toMatchObject({ valid: true });
    await trail.close();
  });

  it('is found to its end, however long it is', async () => {
    await live(500);
    expect((await stat(path)).size).toBeGreaterThan(2 * 64 * 1024);
    await live(1);
    expect(await verdict()).toMatchObject({ valid: true, records: 501 });
  });

  it('goes on behind a line torn anywhere, says so, and loses nothing', async () => {
    await live(2);
    const [first = '', second = ''] = await linesOf();
    for (let length = 1; length <= second.length; length += 7) {
      await writeFile(path, `${first}\n${second.slice(0, length)}`);
      using trouble = collectFacts(auditTrouble);
      await live(1);
      expect(trouble.facts).toEqual([{ kind: 'resumed', code: 'torn-line' }]);
      expect(await verdict()).toEqual({ valid: true, records: 3, tornLines: [2] });
    }
    await writeFile(path, `${first}\n${second}`);
    await live(1);
    expect(await verdict()).toMatchObject({ valid: true, tornLines: [2] });
  });

  it('is verified by others without a byte being written, also while its last line is torn', async () => {
    expect(await verdict()).toEqual({ valid: true, records: 0, tornLines: [] });
    await live(3);
    await truncate(path, (await stat(path)).size - 20);
    const before = await readFile(path);
    expect(await verdict()).toMatchObject({
      valid: false,
      firstBad: { id: 3, line: 3, problem: 'torn' },
      records: 2,
    });
    const trail = open();
    expect(await trail.latest()).toHaveLength(2);
    await trail.close();
    expect(await readFile(path)).toEqual(before);
  });

  it('goes on behind a damaged end, and verify names the damage for ever', async () => {
    await live(4);
    await truncate(path, (await stat(path)).size - 10);
    await appendFile(path, '\n');
    await live(2);
    expect(await verdict()).toMatchObject({
      valid: false,
      firstBad: { id: 4, line: 4, problem: 'unreadable' },
    });
  });

  it('that was cut while nobody had it open is known by its anchors, and stays marked', async () => {
    const anchors = new FileAnchorStore({ path: `${path}.anchors` });
    await live(6, { anchors });
    const lines = await linesOf();
    await writeFile(path, `${lines.slice(0, 4).join('\n')}\n`);
    using trouble = collectFacts(auditTrouble);
    await live(5, { anchors });
    expect(trouble.facts).toEqual([{ kind: 'resumed', code: 'missing-tail' }]);
    expect(await verdict({ anchors })).toMatchObject({
      valid: false,
      firstBad: { id: 5, problem: 'truncated' },
    });
    expect(await verdict()).toMatchObject({ valid: false, firstBad: { id: 5, problem: 'truncated' } });
  });

  it('that somebody cuts under a running process refuses the next action, and stays marked', async () => {
    const trail = open();
    for (let n = 0; n < 4; n++) await trail.record(entry);
    const lines = await linesOf();
    await writeFile(path, `${lines.slice(0, 2).join('\n')}\n`);
    expect(await trail.verify()).toMatchObject({ firstBad: { id: 3, problem: 'truncated' } });
    await expect(trail.record(entry)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    await trail.record(entry);
    await trail.close();
    expect(await verdict()).toMatchObject({ valid: false, firstBad: { id: 3, problem: 'truncated' } });
  });

  it('that cannot be opened refuses actions with the reason in the facts', async () => {
    using trouble = collectFacts(auditTrouble);
    const trail = open({ sink: new FileSink({ path: join(path, 'no', 'such') }) });
    await expect(trail.record(entry)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(trouble.facts).toEqual([{ kind: 'not-written', code: 'ENOENT' }]);
    await trail.close();
  });
});

describe('anchors in a file', () => {
  it('come back, and a torn one counts as damaged and spoils no other', async () => {
    const store = new FileAnchorStore({ path: `${path}.anchors` });
    expect(await store.load()).toEqual([]);
    const anchor = { id: 1, hash: 'h', at: 't', signature: 's' };
    await store.save(anchor);
    await appendFile(`${path}.anchors`, '\n{"id":2,"ha');
    await store.save({ ...anchor, id: 3 });
    expect(await store.load()).toEqual([anchor, undefined, { ...anchor, id: 3 }]);
  });
});
