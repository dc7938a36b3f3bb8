import { by, RateLimited } from '@hydrogenai/rate-limit';
import { describe, expect, it } from 'vitest';

/** Checked by the compiler; a line below `@ts-expect-error` that compiles is an error. */
class Typed {
  @RateLimited({ name: 'typed', limit: 1, per: '1m', key: (user: string) => user })
  async first(user: string, _text: string): Promise<string> {
    return user;
  }

  @RateLimited({ name: 'typed', limit: 1, per: '1m', key: (user: { id: string }) => user.id })
  async wider(user: { id: string; name: string }): Promise<string> {
    return user.name;
  }

  @RateLimited({
    name: 'typed',
    limit: 9,
    per: '1m',
    key: (user: string) => user,
    cost: (_user: string, tokens: number) => tokens,
  })
  async both(user: string, _tokens: number): Promise<string> {
    return user;
  }

  @RateLimited({ name: 'typed', limit: 1, per: '1m', key: (user?: string) => user ?? 'anonymous' })
  async optional(user?: string): Promise<string> {
    return user ?? '';
  }

  @RateLimited({ name: 'typed', limit: 1, per: '1m' })
  async *stream(_text: string): AsyncGenerator<string> {
    yield 'text';
  }

  @RateLimited({ name: 'typed', limit: 1, per: '1m', key: by.user, cost: (tokens: number) => tokens })
  async byCaller(_tokens: number): Promise<void> {
    // Only its type matters.
  }

  @RateLimited([
    { name: 'typed', limit: 1, per: '1m', key: by.tenant },
    { name: 'other', limit: 1, per: '1m', key: (user: string) => user },
  ])
  async byBoth(_user: string): Promise<void> {
    // Only its type matters.
  }

  // @ts-expect-error the key takes a string and the method is called with a number
  @RateLimited({ name: 'typed', limit: 1, per: '1m', key: (user: string) => user })
  async wrongType(user: number): Promise<number> {
    return user;
  }

  // @ts-expect-error the key takes an argument and the method none
  @RateLimited({ name: 'typed', limit: 1, per: '1m', key: (user: string) => user })
  async tooFew(): Promise<void> {
    // Only its type matters.
  }

  // @ts-expect-error the cost takes a number and the method is called with a string
  @RateLimited({ name: 'typed', limit: 1, per: '1m', cost: (tokens: number) => tokens })
  async wrongCost(_text: string): Promise<void> {
    // Only its type matters.
  }

  // @ts-expect-error a key is a string
  @RateLimited({ name: 'typed', limit: 1, per: '1m', key: (user: number) => user })
  async wrongKey(_user: number): Promise<void> {
    // Only its type matters.
  }
}

describe('the types of @RateLimited', () => {
  it('leave name and length of the method as they are', () => {
    expect([Typed.prototype.first.name, Typed.prototype.first.length]).toEqual(['first', 2]);
  });
});
