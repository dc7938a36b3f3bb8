import { InvalidOptionError } from '@hydrogenai/common';
import { expect, it } from 'vitest';
import { customProbe, type CustomVerdict } from './custom.probe.js';
import { probeOnce } from '../../../../test/support/probe-once.js';

it.each<[CustomVerdict, string]>([
  [true, 'CFG-REACH-000 recommendation pass'],
  [false, 'CFG-REACH-018 critical fail'],
  [{ problem: 'The licence has ended.', action: 'Buy one.' }, 'CFG-REACH-018 critical fail'],
  [{ id: 'CFG-REACH-009', status: 'fail', problem: 'p', action: 'a' }, 'CFG-REACH-009 warning fail'],
])('a probe of your own that says %j is %s', async (verdict, expected) => {
  const { said, finding } = await probeOnce(
    customProbe('licence', () => verdict),
    'value',
  );
  expect(said).toBe(expected);
  expect(finding.problem).not.toBe('');
});

it('a probe of your own that can be done without, or throws, makes nothing critical', async () => {
  const optional = customProbe('licence', () => false, { required: false });
  expect((await probeOnce(optional, 'value')).said).toBe('CFG-REACH-018 warning fail');
  const throws = customProbe('licence', () => Promise.reject(new Error('canary')));
  const { said, finding } = await probeOnce(throws, 'value');
  expect(said).toBe('CFG-REACH-017 warning unknown');
  expect(JSON.stringify(finding)).not.toContain('canary');
});

it('a probe of your own has a name that can be typed', () => {
  expect(() => customProbe('my licence', () => true)).toThrow(InvalidOptionError);
});
