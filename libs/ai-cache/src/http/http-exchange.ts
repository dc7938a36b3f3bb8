import type { ExecutionContext } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { currentContext } from '@hydrogenai/common';
import type { RequestFacts } from './response-key.policy.js';

/** The response before and after a handler: what it set by hand cannot be replayed. */
export interface ResponseState {
  readonly status: number | undefined;
  readonly headers: string;
}

/** What the requests and responses of Express and Fastify have in common. */
interface Request {
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly originalUrl?: string;
  readonly body?: unknown;
}
interface Response {
  readonly statusCode?: number;
  getHeaders?(): Readonly<Record<string, unknown>>;
}

/** One request with its response, on Express and on Fastify. */
export class HttpExchange {
  private readonly request: Request;
  private readonly response: Response;

  constructor(
    private readonly context: ExecutionContext,
    private readonly adapter: AbstractHttpAdapter,
  ) {
    const http = context.switchToHttp();
    this.request = http.getRequest<Request>();
    this.response = http.getResponse<Response>();
  }

  /** Marks what belongs to this request. */
  get identity(): object {
    return this.request;
  }

  get method(): string {
    return String(this.adapter.getRequestMethod(this.request)).toUpperCase();
  }

  facts(): RequestFacts {
    const { request, method, context } = this;
    const { user, sessionId } = currentContext() ?? {};
    return {
      handler: handlerName(context),
      method,
      // Express cuts the mount point off `url`.
      url: request.originalUrl ?? String(this.adapter.getRequestUrl(request)),
      header: (name) => asText(request.headers?.[name]),
      user,
      session: sessionId,
      body: method === 'GET' || method === 'HEAD' ? undefined : request.body,
    };
  }

  state(): ResponseState {
    const { statusCode, getHeaders } = this.response;
    const headers = getHeaders === undefined ? {} : Reflect.apply(getHeaders, this.response, []);
    return { status: statusCode, headers: JSON.stringify(headers) };
  }

  get answered(): boolean {
    return this.adapter.isHeadersSent(this.response) === true;
  }

  /** @param ageMs of a hit; undefined for a miss */
  tell(ageMs: number | undefined): void {
    if (this.answered) return;
    this.adapter.setHeader(this.response, 'x-cache', ageMs === undefined ? 'miss' : 'hit');
    // Whole seconds (RFC 9111, section 5.1).
    if (ageMs !== undefined) this.adapter.setHeader(this.response, 'age', String(Math.floor(ageMs / 1_000)));
  }
}

export function handlerName(context: ExecutionContext): string {
  return `${context.getClass().name}.${context.getHandler().name}`;
}

function asText(value: string | readonly string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : (value as string | undefined);
}
