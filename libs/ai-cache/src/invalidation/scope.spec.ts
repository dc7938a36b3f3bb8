import { describe, expect, it } from 'vitest';
import { Proof } from './proof.js';
import { Scope } from './scope.js';
import { Scopes } from './scopes.js';

const life = '7';

function joined(n = 0): Scope {
  const scope = new Scope('-');
  scope.join({ life, n });
  return scope;
}

describe('what is known of a log', () => {
  it('proves an entry current until one of its names is invalidated, and no other', () => {
    const scope = joined(5);
    const proof = new Proof(scope, ['e', 'na', 'ka'], { life, n: 5 }, 0);
    expect(proof.holds).toBe(true);
    scope.hear(6, ['kb', 'nb']);
    expect(proof.holds).toBe(true);
    scope.hear(7, ['na']);
    expect(proof.holds).toBe(false);
  });

  it('does not bring an entry back that was begun before the invalidation', () => {
    const scope = joined(5);
    scope.hear(6, ['t']);
    expect(new Proof(scope, ['t'], { life, n: 5 }, 0).holds).toBe(false);
    expect(new Proof(scope, ['t'], { life, n: 6 }, 0).holds).toBe(true);
  });

  it('takes a missing number for missing invalidations: what is older must be verified', () => {
    const scope = joined(5);
    const proof = new Proof(scope, ['a'], { life, n: 5 }, 0);
    expect(scope.hear(6, ['b'])).toBe(true);
    expect(proof.holds).toBe(true);
    expect(scope.hear(8, ['b'])).toBe(false);
    expect(proof.holds).toBe(false);
    expect(proof.undisputed).toBe(true);
    proof.renew({ life, n: 8 });
    expect(proof.holds).toBe(true);
  });

  it('knows nothing after a gap until the log was read, and what it heard before counts on', () => {
    const scope = joined(5);
    const proof = new Proof(scope, ['a'], { life, n: 5 }, 0);
    scope.gap();
    expect(proof.holds).toBe(false);
    scope.hear(9, ['a']);
    scope.join({ life, n: 9 });
    expect(proof.undisputed).toBe(false);
    expect(new Proof(scope, ['a'], { life, n: 9 }, 0).holds).toBe(true);
  });

  it('does not take for heard what a reading has overtaken', () => {
    const scope = joined(5);
    scope.join({ life, n: 9 });
    expect(scope.position).toBe(5);
    expect(scope.hear(6, ['a'])).toBe(true);
    expect(scope.position).toBe(6);
  });

  it('does not take messages that come twice or late for new ones', () => {
    const scope = joined(5);
    scope.hear(6, ['a']);
    const proof = new Proof(scope, ['a'], { life, n: 6 }, 0);
    scope.hear(6, ['a']);
    scope.hear(5, ['a']);
    expect(proof.holds).toBe(true);
    expect(scope.position).toBe(6);
  });

  it('disputes what is held when an invalidation has no number yet, again and again, until the next number', () => {
    const scope = joined(5);
    for (let turn = 0; turn < 3; turn++) {
      const unproven = new Proof(scope, ['a'], undefined, Infinity);
      expect(unproven.undisputed).toBe(true);
      expect(unproven.holds).toBe(false);
      scope.dispute(['a']);
      expect(unproven.undisputed).toBe(false);
    }
    expect(scope.outdates({ life, n: 5 }, ['a'])).toBe(true);
    scope.hear(6, ['a']);
    expect(scope.outdates({ life, n: 6 }, ['a'])).toBe(false);
  });

  it('forgets the oldest names that nobody holds, and then does not trust what is older', () => {
    const scope = new Scope('-', 0, 4);
    scope.join({ life, n: 0 });
    const proof = new Proof(scope, ['held'], { life, n: 0 }, 0);
    for (let n = 1; n <= 5; n++) scope.hear(n, [`n${n}`]);
    expect(scope.covers({ life, n: 2 })).toBe(false);
    expect(scope.outdates({ life, n: 2 }, ['n1'])).toBe(true);
    expect(scope.covers({ life, n: 3 })).toBe(true);
    expect(scope.newestOf(['n5', 'n1'])).toBe(5);
    expect(proof.holds).toBe(true);
    scope.hear(6, ['held']);
    expect(proof.holds).toBe(false);
  });

  it('holds cells only for entries that there are', () => {
    const scope = joined(0);
    const proofs = Array.from({ length: 10 }, () => new Proof(scope, ['a', 'b'], { life, n: 0 }, 0));
    expect(scope.held).toBe(true);
    scope.hear(1, ['a']);
    for (const proof of proofs) proof.release();
    expect(scope.held).toBe(false);
    expect(scope.newestOf(['a', 'b'])).toBe(1);
  });
});

describe('the logs of many tenants', () => {
  it('end for an entry when another life begins', () => {
    const scopes = new Scopes();
    const scope = scopes.of('a');
    scope.join({ life, n: 5 });
    const proof = new Proof(scope, ['x'], { life, n: 5 }, 0);
    expect(scope.read({ life: '8', n: 0 })).toBe(false);
    const next = scopes.replace('a');
    next.join({ life: '8', n: 9 });
    expect(proof.holds).toBe(false);
    expect(scopes.of('a')).toBe(next);
    expect(next.generation).not.toBe(scope.generation);
  });

  it('are bounded where no entry depends on them', () => {
    const scopes = new Scopes((scope) => scope.join({ life, n: 0 }), 10);
    const held = new Proof(scopes.of('held'), ['x'], { life, n: 0 }, 0);
    const idle = scopes.of('idle');
    for (let n = 0; n < 100; n++) scopes.of(`t${n}`);
    expect(scopes.size).toBeLessThanOrEqual(11);
    expect(held.holds).toBe(true);
    expect(idle.covers({ life, n: 0 })).toBe(false);
  });
});
