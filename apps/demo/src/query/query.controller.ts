import { currentContext, systemClock, toPublicError } from '@hydrogenai/common';
import { QueryRequest, QueryResponse } from '@hydrogenai/common/models';
import { logFailure } from '@hydrogenai/security';
import { Body, Controller, HttpCode, Post, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { ErrorResponse } from '../http/error-response.model.js';

import { LIMIT_HEADERS, RETRY_HEADERS } from '../http/limit-headers.js';
import { abortOnClose } from './abort-on-close.js';
import { ClassifyRequest, ClassifyResponse } from './classify-request.model.js';
import { CompleteResponseInterceptor, completeResponse } from './complete-response.interceptor.js';
import { ExplainResponse } from './explain-response.model.js';
import { EventStream } from './event-stream.js';
import { QueryClassifier } from './query.classifier.js';
import { QueryLimitGuard } from './query.limits.js';
import { QueryService, type QueryEvent, type QueryResult } from './query.service.js';

const BAD_REQUEST = { type: ErrorResponse, description: 'Names the field and the rule.' };
const TOO_MANY = {
  type: ErrorResponse,
  description: 'The user, or all users together, have asked too often, or the budget is used up.',
  headers: RETRY_HEADERS,
};
const NO_CANDIDATE = {
  type: ErrorResponse,
  description: 'No candidate of the model can serve such a request; details say of each why.',
  headers: LIMIT_HEADERS,
};
const NO_PROVIDER = {
  type: ErrorResponse,
  description: 'No provider answered; details hold the trail.',
  headers: RETRY_HEADERS,
};

@ApiTags('questions')
@Controller('v1')
export class QueryController {
  constructor(
    private readonly questions: QueryService,
    private readonly classifier: QueryClassifier,
  ) {}

  @Post('query')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a question' })
  @ApiOkResponse({ type: QueryResponse, headers: LIMIT_HEADERS })
  @ApiBadRequestResponse({ ...BAD_REQUEST, headers: LIMIT_HEADERS })
  @ApiUnprocessableEntityResponse(NO_CANDIDATE)
  @ApiTooManyRequestsResponse(TOO_MANY)
  @ApiServiceUnavailableResponse(NO_PROVIDER)
  @UseInterceptors(CompleteResponseInterceptor)
  @UseGuards(QueryLimitGuard)
  async query(
    @Body() request: QueryRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<QueryResult> {
    return this.questions.answer(request, abortOnClose(response));
  }

  @Post('query/stream')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a question piece by piece: events start, text, done, or error' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'The events.', headers: LIMIT_HEADERS })
  @ApiBadRequestResponse({ ...BAD_REQUEST, headers: LIMIT_HEADERS })
  @ApiUnprocessableEntityResponse(NO_CANDIDATE)
  @ApiTooManyRequestsResponse(TOO_MANY)
  @ApiServiceUnavailableResponse(NO_PROVIDER)
  @UseGuards(QueryLimitGuard)
  async stream(@Body() request: QueryRequest, @Res() response: Response): Promise<void> {
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

  @Post('query/explain')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Say who would answer a question, in which order, at what price, and who is left out; nobody is asked',
  })
  @ApiOkResponse({ type: ExplainResponse })
  @ApiBadRequestResponse(BAD_REQUEST)
  async explain(
    @Body() request: QueryRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ExplainResponse> {
    return this.questions.explain(request, abortOnClose(response));
  }

  @Post('classify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say what kind of question it is, by rules' })
  @ApiOkResponse({ type: ClassifyResponse })
  @ApiBadRequestResponse(BAD_REQUEST)
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
