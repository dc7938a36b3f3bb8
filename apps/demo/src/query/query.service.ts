import { Absent, AiCacheService } from '@hydrogenai/ai-cache';
import { AiProviderService, type Explanation } from '@hydrogenai/ai-provider';
import { Timed } from '@hydrogenai/common';
import type { CacheHit, ProviderResponse, QueryRequest, QueryResponse } from '@hydrogenai/common/models';
import { OutputFilter } from '@hydrogenai/security';
import { Injectable } from '@nestjs/common';
import { isComplete, toAnswer, type Answer } from './answer.js';
import { FilteredText } from './filtered-text.js';
import { QueryClassifier } from './query.classifier.js';
import { cacheRequestFor, generateRequestFor } from './question.js';

/** What the service knows of an answer; the HTTP layer adds the time and the correlation id. */
export type QueryResult = Omit<QueryResponse, 'executionTime' | 'correlationId'>;

export type QueryEvent =
  | { readonly type: 'start'; readonly provider: string; readonly cached: boolean }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'done'; readonly result: QueryResult };

/** Answers questions: classify, look up, ask the providers, filter, store. */
@Injectable()
export class QueryService {
  constructor(
    private readonly ai: AiProviderService,
    private readonly cache: AiCacheService,
    private readonly classifier: QueryClassifier,
    private readonly filter: OutputFilter,
  ) {}

  @Timed({ name: 'query.answer' })
  async answer(request: QueryRequest, signal: AbortSignal): Promise<QueryResult> {
    const { queryType } = await this.classifier.classify(request.query);
    let fresh: Fresh | undefined;
    const { value, hit } = await this.cache.answer<Answer>(
      cacheRequestFor(request),
      async (whileWanted) => {
        const response = await this.ai.generateResponse({
          ...generateRequestFor(request, 'query'),
          signal: whileWanted,
        });
        fresh = response;
        return toAnswer(response, this.filter.filter(response.content).text);
      },
      {
        signal,
        store: isComplete,
        cost: () => fresh?.cost ?? undefined,
        bypass: request.preferences?.cache === false,
      },
    );
    return describe({ request, queryType, answer: value, hit, fresh });
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
      yield { type: 'done', result: describe({ request, queryType, answer, hit, fresh: undefined }) };
      return;
    }
    const filtered = new FilteredText(this.filter);
    try {
      yield* this.generated(request, queryType, filtered, signal);
    } catch (error) {
      // What was held back belongs to what has come.
      yield* textEvent(filtered.end());
      throw error;
    }
  }

  /** Who would be asked, and what it would cost, if the cache had no answer. Nobody is asked. */
  async explain(request: QueryRequest, signal: AbortSignal): Promise<Explanation> {
    return this.ai.explain({ ...generateRequestFor(request, 'query'), signal });
  }

  private async *generated(
    request: QueryRequest,
    queryType: string,
    filtered: FilteredText,
    signal: AbortSignal,
  ): AsyncGenerator<QueryEvent, void, undefined> {
    for await (const event of this.ai.streamResponse({
      ...generateRequestFor(request, 'stream'),
      signal,
    })) {
      switch (event.type) {
        case 'start':
          yield { type: 'start', provider: event.provider, cached: false };
          break;
        case 'text':
          yield* textEvent(filtered.push(event.text));
          break;
        case 'finish': {
          yield* textEvent(filtered.end());
          const fresh = event.response;
          const answer = toAnswer(fresh, filtered.text);
          await this.keep(request, answer);
          yield { type: 'done', result: describe({ request, queryType, answer, hit: undefined, fresh }) };
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

/** Nothing to say while the filter holds back what may become a secret. */
function* textEvent(text: string): Generator<QueryEvent, void, undefined> {
  if (text !== '') yield { type: 'text', text };
}

/** What only an answer has that was given now. */
type Fresh = Pick<ProviderResponse, 'routing' | 'cost'>;

interface Found {
  readonly request: QueryRequest;
  readonly queryType: string;
  readonly answer: Answer;
  readonly hit: CacheHit | undefined;
  readonly fresh: Fresh | undefined;
}

function describe({ request, queryType, answer, hit, fresh }: Found): QueryResult {
  return {
    result: answer.text,
    queryType,
    providerUsed: answer.provider,
    cached: hit !== undefined,
    ...(hit ? { cache: hit } : {}),
    ...(fresh ? { routing: fresh.routing } : {}),
    // A stored answer costs nothing.
    cost: hit ? 0 : (fresh?.cost ?? null),
    ...(request.sessionId === undefined ? {} : { sessionId: request.sessionId }),
  };
}
