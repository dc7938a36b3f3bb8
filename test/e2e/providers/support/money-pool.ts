import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { startSimulator, type Simulator } from '@hydrogenai/ai-provider/testing';
import { systemClock } from '@hydrogenai/common';
import type { ModelCandidate } from '../../../../libs/ai-provider/src/candidates/candidate.js';
import { parseCandidateId } from '../../../../libs/ai-provider/src/candidates/candidate-id.js';
import { AttemptBook } from '../../../../libs/ai-provider/src/failover/attempt-book.js';
import type { AttemptEnd, CallProfile } from '../../../../libs/ai-provider/src/failover/attempt-end.js';
import { FailoverExecutor } from '../../../../libs/ai-provider/src/failover/failover.executor.js';
import type { Answered, FailoverRequest } from '../../../../libs/ai-provider/src/failover/failover-run.js';
import { GenerateExecutor } from '../../../../libs/ai-provider/src/failover/generate.executor.js';
import { StreamExecutor } from '../../../../libs/ai-provider/src/failover/stream.executor.js';
import {
  resolveMoneyOptions,
  type MoneyOptions,
} from '../../../../libs/ai-provider/src/money/money.options.js';
import { Money } from '../../../../libs/ai-provider/src/money/money.js';
import { createProviderRegistry } from '../../../../libs/ai-provider/src/providers/provider-registry.js';
import { CANDIDATES } from './pool.js';

/** The real executors over real sockets, with the money of a pool before and behind every attempt. */
export interface MoneyPool extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly money: Money;
  /** Every attempt as it ended. */
  readonly ends: readonly AttemptEnd[];
  generate(question: Question): Promise<Answered<LanguageModelV4GenerateResult>>;
  stream(question: Question): Promise<Answered<LanguageModelV4StreamResult>>;
}

export interface Question {
  readonly text: string;
  readonly profile?: Partial<CallProfile>;
  readonly maxOutputTokens?: number;
  readonly signal?: AbortSignal;
  /** Default: groq, openai, anthropic. */
  readonly use?: readonly string[];
}

/** Nobody is left alone after a failure here, so that attempts are many. */
export async function startMoneyPool(options: MoneyOptions): Promise<MoneyPool> {
  const simulator = await startSimulator();
  const registry = createProviderRegistry({
    groq: { apiKey: 'gsk_test', baseUrl: simulator.urls.groq },
    openai: { apiKey: 'sk-test', baseUrl: simulator.urls.openai },
    anthropic: { apiKey: 'sk-ant-test', baseUrl: simulator.urls.anthropic },
  });
  const clock = systemClock;
  const money = new Money(resolveMoneyOptions(options), clock);
  const ends: AttemptEnd[] = [];
  const book = new AttemptBook([money.ledger, { attemptEnded: (end) => ends.push(end) }]);
  const failover = new FailoverExecutor({
    clock,
    health: { blockedMs: () => 0, stateOf: () => ({ state: 'ready' }) },
    gate: money.budgets,
    maxWaitMs: 0,
    book,
    random: () => 0.5,
  });
  const generator = new GenerateExecutor(failover, book);
  const streamer = new StreamExecutor(clock, failover, book);
  const requestOf = ({
    text,
    profile,
    maxOutputTokens,
    signal,
    use = CANDIDATES,
  }: Question): FailoverRequest<ModelCandidate> => ({
    model: 'chat',
    route: {
      candidates: use.flatMap((id) => registry.candidates(parseCandidateId(id, 'use'))),
      reason: 'as asked',
    },
    limits: { deadlineMs: 2_000, firstTokenMs: 300, idleMs: 300, attemptMs: 300, attempts: 4 },
    profile: { inputTokens: Math.ceil(text.length / 4), maxOutputTokens, ...profile },
    expects: 'answer',
    hedging: undefined,
    signal,
  });
  const callOf = ({ text, maxOutputTokens, signal }: Question): LanguageModelV4CallOptions => ({
    prompt: [{ role: 'user', content: [{ type: 'text', text }] }],
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  });
  return {
    simulator,
    money,
    ends,
    generate: (question) => generator.run(requestOf(question), callOf(question)),
    stream: (question) => streamer.run(requestOf(question), callOf(question)),
    [Symbol.asyncDispose]: async () => {
      await money.close();
      await registry.close();
      await simulator.close();
    },
  };
}
