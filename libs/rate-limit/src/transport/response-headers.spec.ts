import type { ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from 'vitest';
import { writeRetryAfter } from './response-headers.js';

/** Objects as frameworks build them that are no part of this repository; those that are have e2e tests. */
function contextOf(type: string, ...args: unknown[]): ExecutionContext {
  const context = new ExecutionContextHost(args);
  context.setType(type);
  return context;
}

describe('the response of GraphQL', () => {
  function responseOf(context: (response: object) => object): Map<string, string> {
    const written = new Map<string, string>();
    const response = {
      getHeader: (name: string) => written.get(name),
      header: (name: string, value: string) => written.set(name, value),
    };
    writeRetryAfter(contextOf('graphql', {}, {}, context(response), {}), 1_001);
    return written;
  }

  it.each<[string, (response: object) => object]>([
    ['the reply of Mercurius and of Apollo on Fastify', (reply) => ({ reply })],
    ['the response that an application adds to Apollo’s context', (res) => ({ req: {}, res })],
    ['the response that Express links to its request', (res) => ({ req: { res } })],
  ])('is %s', (_, context) => {
    expect([...responseOf(context)]).toEqual([['retry-after', '2']]);
  });

  it('is nobody’s in a subscription', () => {
    expect([...responseOf(() => ({ req: {} }))]).toEqual([]);
  });
});
