import { Absent, AiCacheService } from '@hydrogenai/ai-cache';
import { AiProviderService } from '@hydrogenai/ai-provider';
import { Timed } from '@hydrogenai/common';
import type { CacheHit, QueryRequest, QueryResponse, RoutingTrail } from '@hydrogenai/common/models';
import { Injectable } from '@nestjs/common';
import { isComplete, toAnswer, type Answer } from './answer.js';
import { QueryClassifier } from './query.classifier.js';
import { cacheRequestFor, generateRequestFor } from './question.js';

/** What the service knows of an answer; the HTTP layer adds the time and the correlation id. */
export type QueryResult = Omit<QueryResponse, 'executionTime' | 'correlationId'>;

export type QueryEvent =
  | { readonly type: 'start'; readonly provider: string; readonly cached: boolean }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'done'; readonly result: QueryResult };

/** Answers questions: classify, look up, ask the providers, store. */
@Injectable()
export class QueryService {
  constructor(
    private readonly ai: AiProviderService,
    private readonly cache: AiCacheService,
    private readonly classifier: QueryClassifier,
  ) {}

  @Timed({ name: 'query.answer' })
  async answer(request: QueryRequest, signal: AbortSignal): Promise<QueryResult> {
    const { queryType } = await this.classifier.classify(request.query);
    let routing: RoutingTrail | undefined;
    const { value, hit } = await this.cache.answer<Answer>(
      cacheRequestFor(request),
      async (whileWanted) => {
        const response = await this.ai.generateResponse(generateRequestFor(request, whileWanted));
        routing = response.routing;
        return toAnswer(response);
      },
      { signal, store: isComplete, bypass: request.preferences?.cache === false },
    );
    return describe({ request, queryType, answer: value, hit, routing });
  }

  /** The same, piece by piece. A stored answer comes in one piece; a new one is stored when it is complete. */
  @Timed({ name: 'query.stream' })
  async *stream(request: QueryRequest, signal: AbortSignal): AsyncGenerator<QueryEvent, void, undefined> {
    const { queryType } = await this.classifier.classify(request.query);
    const stored = await this.stored(request);
    if (stored) {
      const { value: answer, hit } = stored;
      yield { type: 'start', provider: answer.provider, cached: true };
      yield { type: 'text', text: answer.text };
      yield { type: 'done', result: describe({ request, queryType, answer, hit, routing: undefined }) };
      return;
    }
    for await (const event of this.ai.streamResponse(generateRequestFor(request, signal))) {
      switch (event.type) {
        case 'start':
          yield { type: 'start', provider: event.provider, cached: false };
          break;
        case 'text':
          yield event;
          break;
        case 'finish': {
          const answer = toAnswer(event.response);
          await this.keep(request, answer);
          const { routing } = event.response;
          yield { type: 'done', result: describe({ request, queryType, answer, hit: undefined, routing }) };
        }
      }
    }
  }

  private async stored(
    request: QueryRequest,
  ): Promise<{ readonly value: Answer; readonly hit: CacheHit | undefined } | undefined> {
    if (request.preferences?.cache === false) return undefined;
    const found = await this.cache.lookup<Answer>(cacheRequestFor(request));
    return found === Absent ? undefined : found;
  }

  private async keep(request: QueryRequest, answer: Answer): Promise<void> {
    if (request.preferences?.cache === false || !isComplete(answer)) return;
    await this.cache.set(cacheRequestFor(request), answer);
  }
}

interface Found {
  readonly request: QueryRequest;
  readonly queryType: string;
  readonly answer: Answer;
  readonly hit: CacheHit | undefined;
  readonly routing: RoutingTrail | undefined;
}

function describe({ request, queryType, answer, hit, routing }: Found): QueryResult {
  return {
    result: answer.text,
    queryType,
    providerUsed: answer.provider,
    cached: hit !== undefined,
    ...(hit ? { cache: hit } : {}),
    ...(routing ? { routing } : {}),
    // A stored answer costs nothing; the price of a new one is not known until a price list is configured.
    cost: hit ? 0 : null,
    ...(request.sessionId === undefined ? {} : { sessionId: request.sessionId }),
  };
}
