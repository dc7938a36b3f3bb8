import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../../../test/support/free-port.js';
import { always, serve } from '../../../../../test/support/http-server.js';
import { probeOnce } from '../../../../../test/support/probe-once.js';
import { httpReachable } from './http-reachable.probe.js';

const OK = 'CFG-REACH-000 recommendation pass';

describe('an HTTP address', () => {
  it.each([
    [200, undefined, OK],
    [204, undefined, OK],
    [404, undefined, 'CFG-REACH-016 critical fail'],
    [500, undefined, 'CFG-REACH-016 critical fail'],
    [404, 404, OK],
    [200, [401, 403], 'CFG-REACH-016 critical fail'],
    [403, [401, 403], OK],
    [302, 302, OK],
  ])('that answers %i where %j is expected is %s', async (status, expect_, expected) => {
    await using server = await serve(always(status, ''));
    const probe = httpReachable(expect_ === undefined ? {} : { expect: expect_ });
    expect((await probeOnce(probe, server.url)).said).toBe(expected);
  });

  it('is asked for its path, with its user and password, which are in no output', async () => {
    await using server = await serve(always(401, ''));
    const url = server.url.replace('//', '//user:canary%21@');
    const { finding } = await probeOnce(httpReachable({ path: '/health' }), `${url}/other`);
    expect(server.requests.map((request) => request.url)).toEqual(['/health']);
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('user:canary!').toString('base64')}`,
    );
    expect(JSON.stringify(finding)).not.toMatch(/canary|user|127\.0\.0\.1/);
  });

  it('that redirects is critical, and its target is not asked', async () => {
    await using target = await serve(always(200, ''));
    await using server = await serve(always(308, '', { location: target.url }));
    expect((await probeOnce(httpReachable(), server.url)).said).toBe('CFG-REACH-006 critical fail');
    expect(target.requests).toHaveLength(0);
  });

  it('that is slow is a warning', async () => {
    await using server = await serve((_, response) => void setTimeout(() => response.end(), 60));
    expect((await probeOnce(httpReachable({ slowAfter: '40ms' }), server.url)).said).toBe(
      'CFG-REACH-012 warning fail',
    );
  });

  it('where nobody is, or which does not exist, is critical unless it can be done without', async () => {
    const absent = `http://127.0.0.1:${await freePort()}`;
    expect((await probeOnce(httpReachable(), absent)).said).toBe('CFG-REACH-001 critical fail');
    expect((await probeOnce(httpReachable({ required: false }), absent)).said).toBe(
      'CFG-REACH-001 warning fail',
    );
    expect((await probeOnce(httpReachable(), `http://${'n'.repeat(70)}.example`)).said).toBe(
      'CFG-REACH-002 critical fail',
    );
  });

  it('that is none is critical and not shown', async () => {
    for (const value of ['canary', 'ftp://canary', 'http://canary:99999']) {
      const { said, finding } = await probeOnce(httpReachable(), value);
      expect(said).toBe('CFG-REACH-015 critical fail');
      expect(JSON.stringify(finding)).not.toContain('canary');
    }
  });
});

it('a status that is none is refused', () => {
  expect(() => httpReachable({ expect: 99 })).toThrow(InvalidOptionError);
  expect(() => httpReachable({ expect: [200, 600] })).toThrow(InvalidOptionError);
});
