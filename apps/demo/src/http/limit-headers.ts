import type { ApiResponseOptions } from '@nestjs/swagger';

type Headers = NonNullable<ApiResponseOptions['headers']>;

/** What every answer behind a limit tells, for the API documents (draft-ietf-httpapi-ratelimit-headers-11). */
export const LIMIT_HEADERS = {
  'RateLimit-Policy': {
    description: 'The limits: "name";q=calls;w=seconds, with hydrogenai-burst=calls that may come at once.',
    schema: { type: 'string', example: '"query";q=60;w=60;hydrogenai-burst=30' },
  },
  RateLimit: {
    description: 'What is left of each: r=calls, and t=seconds within which no more than these are admitted.',
    schema: { type: 'string', example: '"query";r=29;t=1' },
  },
} as const satisfies Headers;

/** The same of an answer that says when to come back. */
export const RETRY_HEADERS = {
  ...LIMIT_HEADERS,
  'Retry-After': {
    description: 'Seconds after which the same request may succeed.',
    schema: { type: 'integer', example: 1 },
  },
} as const satisfies Headers;
