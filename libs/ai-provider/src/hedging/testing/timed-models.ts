import {
  APICallError,
  type LanguageModelV4,
  type LanguageModelV4CallOptions,
  type LanguageModelV4StreamPart,
  type LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { Clock } from '@hydrogenai/common';

/** How a model behaves, by the clock of its pool. */
export interface TimedPlan {
  /** Until its answer, the first content of its stream, or its failure; 0: at once, Infinity: never. */
  readonly ms: number;
  /** HTTP status that it fails with instead. */
  readonly fails?: number;
  /** It does not obey its signal. */
  readonly deaf?: boolean;
  /** Between the two texts of its stream. Default: 0. */
  readonly pauseMs?: number;
}

/** A clock that is moved by hand. */
export interface HandClock extends Clock {
  readonly pendingTimers: number;
  advance(ms: number): void;
  advanceAsync(ms: number): Promise<void>;
}

export interface TimedModel {
  readonly model: LanguageModelV4;
  /** One for each call: monotonic ms. */
  readonly startedMs: number[];
  /** Signals that were aborted. */
  readonly aborted: () => number;
  /** Streams that were opened and neither read to their end nor cancelled. */
  openStreams: number;
}

export const TIMED_USAGE: LanguageModelV4Usage = {
  inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 2, text: 2, reasoning: 0 },
};
const STOP = { unified: 'stop', raw: 'stop' } as const;

/** What a model of this provider answers, whichever way it is asked. */
export const textOfTimed = (provider: string): string => `${provider}1${provider}2`;

/**
 * A model that answers when its plan says so.
 * @param planOf the plan of its next call.
 */
export function timedModel(
  provider: string,
  clock: Clock,
  planOf: () => TimedPlan,
  modelId = 'm',
): TimedModel {
  const signals: (AbortSignal | undefined)[] = [];
  const wait = (ms: number, signal: AbortSignal | undefined, { deaf = false }: TimedPlan): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = ms === Infinity ? undefined : clock.after(ms, resolve);
      if (deaf || !signal) return;
      const leave = (): void => {
        cancel?.();
        reject(new DOMException('aborted', 'AbortError'));
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  const begin = async ({ abortSignal }: LanguageModelV4CallOptions): Promise<TimedPlan> => {
    const plan = planOf();
    timed.startedMs.push(clock.monotonicMs());
    signals.push(abortSignal);
    if (plan.ms > 0) await wait(plan.ms, abortSignal, plan);
    if (plan.fails !== undefined) throw refusal(plan.fails);
    return plan;
  };
  const timed: TimedModel = {
    startedMs: [],
    openStreams: 0,
    aborted: () => signals.filter((signal) => signal?.aborted).length,
    model: {
      specificationVersion: 'v4',
      provider,
      modelId,
      supportedUrls: {},
      async doGenerate(call) {
        await begin(call);
        const content = [{ type: 'text' as const, text: textOfTimed(provider) }];
        return { content, finishReason: STOP, usage: TIMED_USAGE, warnings: [] };
      },
      async doStream(call) {
        const plan = await begin(call);
        const parts: LanguageModelV4StreamPart[] = [
          { type: 'text-start', id: '0' },
          { type: 'text-delta', id: '0', delta: `${provider}1` },
          { type: 'text-delta', id: '0', delta: `${provider}2` },
          { type: 'finish', finishReason: STOP, usage: TIMED_USAGE },
        ];
        timed.openStreams += 1;
        const stream = new ReadableStream<LanguageModelV4StreamPart>(
          {
            async pull(controller) {
              const part = parts.shift();
              if (part?.type === 'text-delta' && parts.length === 1)
                await wait(plan.pauseMs ?? 0, call.abortSignal, plan);
              if (part) controller.enqueue(part);
            },
            cancel() {
              timed.openStreams -= 1;
            },
          },
          { highWaterMark: 0 },
        );
        return { stream };
      },
    },
  };
  return timed;
}

/** What a provider package throws for a status. */
function refusal(statusCode: number): Error {
  return new APICallError({
    message: 'refused',
    url: 'https://example.test',
    requestBodyValues: {},
    statusCode,
    responseHeaders: {},
    responseBody: '{}',
  });
}
