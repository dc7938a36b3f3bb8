import { logFailure, SafeExceptionFilter } from '@hydrogenai/security';
import { Logger } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leaksOf, plantedSecrets } from '../config/fixtures/planted-secrets.js';
import { exportedErrors, PACKAGES, PLANTED } from './support/planted-errors.js';

let logged = '';
beforeEach(() => {
  logged = '';
  vi.spyOn(Logger.prototype, 'error').mockImplementation(
    (line: unknown) => void (logged += `${String(line)}\n`),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Everything that anybody could see of an error: printed by hand, logged by us, answered by the filter. */
function outputsOf(thrown: unknown): string {
  const sent: string[] = [];
  const response = {
    setHeader: (name: string, value: string) => sent.push(name, value),
    status: (status: number) => sent.push(String(status)),
    json: (body: unknown) => sent.push(JSON.stringify(body)),
  };
  const filter = new SafeExceptionFilter();
  const hostOf = (type: string, ...args: unknown[]): ExecutionContextHost => {
    const host = new ExecutionContextHost(args);
    host.setType(type);
    return host;
  };
  filter.catch(thrown, hostOf('http', {}, response));
  filter.catch(
    thrown,
    hostOf('ws', { emit: (_: string, body: unknown) => sent.push(JSON.stringify(body)) }, {}),
  );
  const shown = filter.catch(thrown, hostOf('graphql', {}, {}, {}, {}));
  logFailure(thrown, 'id');
  logFailure(Object.assign(new Error('foreign', { cause: thrown }), { thrown }), 'id');
  return [
    JSON.stringify(thrown),
    JSON.stringify({ nested: [thrown] }),
    String(thrown),
    inspect(thrown),
    inspect({ nested: { thrown } }, { depth: Infinity }),
    inspect(shown),
    ...sent,
    logged,
  ].join('\n');
}

describe('errors of the suite', () => {
  it('are all planted with secrets here', () => {
    expect(exportedErrors().toSorted()).toEqual(Object.keys(PLANTED).toSorted());
    expect(Object.keys(PACKAGES).length).toBeGreaterThan(8);
  });

  it.each(Object.entries(PLANTED))('%s shows no secret that a caller has put into it', (name, plant) => {
    const [packageName = '', type = ''] = name.split(':');
    const expected: unknown = Reflect.get(PACKAGES[packageName] ?? {}, type);
    for (const secret of plantedSecrets(10, 20_261_127)) {
      const error = plant(secret);
      expect(typeof expected === 'function' && error instanceof expected).toBe(true);
      const outputs = outputsOf(error);
      expect(outputs.length).toBeGreaterThan(200);
      expect(leaksOf(secret, outputs)).toEqual([]);
    }
  });

  it('are not the only ones: one of nobody knows whom is shown as nothing', () => {
    for (const secret of plantedSecrets(10, 20_261_127)) {
      const foreign = Object.assign(
        new Error(secret, { cause: new AggregateError([new Error(secret)], secret) }),
        { url: secret },
      );
      const sent: unknown[] = [];
      const host = new ExecutionContextHost([{ emit: (_: string, body: unknown) => sent.push(body) }, {}]);
      host.setType('ws');
      new SafeExceptionFilter().catch(foreign, host);
      expect(sent).toHaveLength(1);
      expect(leaksOf(secret, JSON.stringify(sent) + logged)).toEqual([]);
    }
  });
});
