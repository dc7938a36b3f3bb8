import { HydrogenError, isCorrelationId, runInContext } from '@hydrogenai/common';
import {
  BadRequestException,
  InternalServerErrorException,
  Logger,
  ServiceUnavailableException,
} from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { ServerResponse, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { lastValueFrom, type Observable } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorFilterOptions } from './error-filter.options.js';
import { SafeExceptionFilter } from './safe-exception.filter.js';

const CANARY = 'canary-41ac';

class Known extends HydrogenError {
  constructor() {
    super('Known, and said by ourselves.', {
      code: 'KNOWN',
      httpStatus: 418,
      retryable: true,
      retryAfterMs: 1_001,
      details: { names: ['a'] },
      cause: new Error(CANARY),
    });
  }
}

let logged: unknown[] = [];
beforeEach(() => {
  logged = [];
  vi.spyOn(Logger.prototype, 'error').mockImplementation((line: unknown) => void logged.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

function host(type: string, ...args: unknown[]): ExecutionContextHost {
  const context = new ExecutionContextHost(args);
  context.setType(type);
  return context;
}

/** What Node itself has, as Fastify's and Express's own errors find it; those two have e2e tests. */
function nodeResponse(): ServerResponse & { readonly written: string[] } {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const written: string[] = [];
  vi.spyOn(response, 'end').mockImplementation((body?: unknown) => {
    written.push(typeof body === 'string' ? body : '');
    return response;
  });
  return Object.assign(response, { written });
}

function answerTo(thrown: unknown, options: ErrorFilterOptions = {}) {
  const response = nodeResponse();
  new SafeExceptionFilter(options).catch(thrown, host('http', {}, response));
  const [body = ''] = response.written;
  return { status: response.statusCode, headers: response.getHeaders(), body: JSON.parse(body) };
}

describe('over HTTP', () => {
  it('an error of the suite says what it says, without its cause, and when to come back', () => {
    const { status, headers, body } = answerTo(new Known());
    expect([status, headers['retry-after']]).toEqual([418, '2']);
    expect(body).toEqual({
      code: 'KNOWN',
      message: 'Known, and said by ourselves.',
      correlationId: headers['x-correlation-id'],
      retryable: true,
      retryAfterMs: 1_001,
      details: { names: ['a'] },
    });
    expect(isCorrelationId(body.correlationId)).toBe(true);
    expect(logged).toEqual([]);
  });

  it.each([
    ['an error', new Error(CANARY)],
    ['an error with causes', new Error(CANARY, { cause: new Error(CANARY) })],
    ['an error that claims a status', Object.assign(new Error(CANARY), { status: 400, code: CANARY })],
    ['a text', CANARY],
    ['an object', { message: CANARY, code: CANARY }],
    ['nothing', undefined],
  ])('%s that is thrown says nothing, to the caller or to the log', (_, thrown) => {
    const { status, body } = answerTo(thrown);
    expect([status, body.code]).toEqual([500, 'INTERNAL_ERROR']);
    expect(Object.keys(body)).toEqual(['code', 'message', 'correlationId', 'retryable']);
    expect(logged).toHaveLength(1);
    expect(String(logged[0])).toContain(body.correlationId);
    expect(JSON.stringify([body, logged])).not.toContain(CANARY);
  });

  it('exceptions of Nest are told by their status, unless the application says them in its own words', () => {
    const { status, body } = answerTo(new BadRequestException(CANARY));
    expect([status, body.code, body.retryable]).toEqual([400, 'HTTP_400', false]);
    expect(answerTo(new ServiceUnavailableException(CANARY)).body).toMatchObject({
      code: 'HTTP_503',
      retryable: true,
    });
    const translate: ErrorFilterOptions['translate'] = (exception) =>
      exception.getStatus() === 400 ? new Known() : undefined;
    expect(answerTo(new BadRequestException(CANARY), { translate }).body.code).toBe('KNOWN');
    expect(answerTo(new ServiceUnavailableException(CANARY), { translate }).body.code).toBe('HTTP_503');
    expect(logged).toEqual([]);
    expect(answerTo(new InternalServerErrorException(CANARY)).body.code).toBe('HTTP_500');
    expect(logged).toHaveLength(1);
    expect(JSON.stringify([body, logged])).not.toContain(CANARY);
  });

  it('the id is that of the response, else of the context', () => {
    const response = nodeResponse();
    response.setHeader('x-correlation-id', 'of-the-response');
    runInContext({ correlationId: 'of-the-context' }, () => {
      new SafeExceptionFilter().catch(new Known(), host('http', {}, response));
      expect(answerTo(new Known(), { correlationHeader: 'x-request-id' }).headers['x-request-id']).toBe(
        'of-the-context',
      );
    });
    expect(JSON.parse(response.written[0] ?? '').correlationId).toBe('of-the-response');
  });

  it('an answer that has begun is ended, and a client that has gone is left alone', () => {
    const begun = nodeResponse();
    begun.writeHead(200);
    new SafeExceptionFilter().catch(new Error(CANARY), host('http', {}, begun));
    expect(begun.written).toEqual(['']);
    expect(logged).toHaveLength(1);
    const gone = nodeResponse();
    gone.destroy();
    new SafeExceptionFilter().catch(new Error(CANARY), host('http', {}, gone));
    expect(gone.written).toEqual([]);
    expect(logged).toHaveLength(1);
  });
});

describe('with a masker', () => {
  it('the log has message and causes, as the masker leaves them', () => {
    const seen: unknown[] = [];
    const masker = {
      value: (value: unknown) => (seen.push(value), value),
      text: (text: string) => text.replaceAll(CANARY, '[redacted]'),
    };
    const thrown = new Error(`the key ${CANARY} is wrong`, { cause: new Error('from below') });
    const { body } = answerTo(thrown, { masker });
    expect(JSON.stringify(body)).not.toContain('the key');
    expect(seen).toEqual([thrown]);
    expect(String(logged[0])).toMatch(/the key \[redacted\] is wrong/);
    expect(String(logged[0])).toContain('from below');
    expect(String(logged[0])).not.toContain(CANARY);
  });
});

describe('to other transports', () => {
  it('a caller of a message handler gets an object of safe fields', async () => {
    const filter = new SafeExceptionFilter();
    for (const [thrown, code] of [
      [new Known(), 'KNOWN'],
      [new Error(CANARY), 'INTERNAL_ERROR'],
    ] as const) {
      // That is what filters of message handlers return.
      const answer = filter.catch(thrown, host('rpc', {}, {})) as Observable<never>;
      const error: unknown = await lastValueFrom(answer).catch((error: unknown) => error);
      expect(error).toMatchObject({ code, correlationId: expect.any(String) });
      expect(JSON.stringify(error)).not.toContain(CANARY);
    }
  });

  it('a socket gets an exception message, of socket.io and of ws each in its way', () => {
    const sent: unknown[] = [];
    const filter = new SafeExceptionFilter();
    const socketIo = { emit: (...args: unknown[]) => sent.push(args), send: () => sent.push('wrong') };
    filter.catch(new Error(CANARY), host('ws', socketIo, {}));
    const ws = {
      readyState: 1,
      send: (text: string) => sent.push(JSON.parse(text)),
      emit: () => sent.push('wrong'),
    };
    filter.catch(new Error(CANARY), host('ws', ws, {}));
    const body = expect.objectContaining({ code: 'INTERNAL_ERROR' });
    expect(sent).toEqual([['exception', body], { event: 'exception', data: body }]);
    expect(JSON.stringify(sent)).not.toContain(CANARY);
  });
});
