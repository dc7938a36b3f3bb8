import { currentContext, systemClock, toPublicError } from '@hydrogenai/common';
import { QueryRequest, QueryResponse } from '@hydrogenai/common/models';
import { RateLimited } from '@hydrogenai/rate-limit';
import { Body, Controller, HttpCode, Post, Res, UseInterceptors } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { ClientId } from '../http/client-id.decorator.js';
import { ErrorResponse } from '../http/error-response.model.js';
import { logFailure } from '../http/failure.log.js';
import { abortOnClose } from './abort-on-close.js';
import { ClassifyRequest, ClassifyResponse } from './classify-request.model.js';
import { CompleteResponseInterceptor, completeResponse } from './complete-response.interceptor.js';
import { EventStream } from './event-stream.js';
import { QueryClassifier } from './query.classifier.js';
import { QUERY_LIMIT } from './query.limit.js';
import { QueryService, type QueryEvent, type QueryResult } from './query.service.js';

@ApiTags('questions')
@ApiBadRequestResponse({ type: ErrorResponse, description: 'Names the field and the rule.' })
@Controller('v1')
export class QueryController {
  constructor(
    private readonly questions: QueryService,
    private readonly classifier: QueryClassifier,
  ) {}

  @Post('query')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a question' })
  @ApiOkResponse({ type: QueryResponse })
  @ApiTooManyRequestsResponse({ type: ErrorResponse, description: 'See Retry-After.' })
  @ApiServiceUnavailableResponse({
    type: ErrorResponse,
    description: 'No provider answered; details hold the trail.',
  })
  @UseInterceptors(CompleteResponseInterceptor)
  @RateLimited({ ...QUERY_LIMIT, key: (_request: QueryRequest, client: string) => client })
  async query(
    @Body() request: QueryRequest,
    @ClientId() _client: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<QueryResult> {
    return this.questions.answer(request, abortOnClose(response));
  }

  @Post('query/stream')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a question piece by piece: events start, text, done, or error' })
  @ApiProduces('text/event-stream')
  @ApiTooManyRequestsResponse({ type: ErrorResponse })
  @ApiServiceUnavailableResponse({ type: ErrorResponse })
  @RateLimited({ ...QUERY_LIMIT, key: (_request: QueryRequest, client: string) => client })
  async stream(
    @Body() request: QueryRequest,
    @ClientId() _client: string,
    @Res() response: Response,
  ): Promise<void> {
    const startedMs = systemClock.monotonicMs();
    const events = this.questions.stream(request, abortOnClose(response));
    // What fails before the first piece is an ordinary HTTP error; from then on the status has been sent.
    const first = await events.next();
    const stream = new EventStream(response);
    stream.open();
    try {
      if (!first.done) await send(stream, first.value, startedMs);
      for await (const event of events) await send(stream, event, startedMs);
    } catch (error) {
      // A client that has gone is no failure, and cannot be told.
      if (!response.destroyed) await sendError(stream, error);
    }
    stream.close();
  }

  @Post('classify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say what kind of question it is, by rules' })
  @ApiOkResponse({ type: ClassifyResponse })
  async classify(@Body() { query }: ClassifyRequest): Promise<ClassifyResponse> {
    return this.classifier.classify(query);
  }
}

async function send(stream: EventStream, event: QueryEvent, startedMs: number): Promise<void> {
  const { type, ...data } = event;
  await stream.send(type, event.type === 'done' ? completeResponse(event.result, startedMs) : data);
}

async function sendError(stream: EventStream, error: unknown): Promise<void> {
  const correlationId = currentContext()?.correlationId ?? '';
  logFailure(error, correlationId);
  await stream.send('error', toPublicError(error, correlationId));
}
