import type { LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { safeParseJSON } from '@ai-sdk/provider-utils';
import type { Candidate } from '../candidates/candidate.js';
import { limitHeadersOf } from '../errors/limit-headers.js';
import type { AnswerCheck } from '../failover/answer-check.js';
import { ProviderFailedError } from '../failover/provider-failed.error.js';
import { textOf } from '../response/to-provider-response.js';
import type { ObjectIssue } from './object-issue.js';
import type { Judgement, ObjectSchema, ToldIssue } from './object-schema.js';

/** Longest part of a validator's sentence that is told to the model, in characters. */
const LONGEST_SENTENCE = 300;

/**
 * One request for an object, over all its attempts. A candidate whose answer does not fit is told what is wrong with it,
 * once; if it does not fit then, the next candidate is asked the original question.
 */
export class ObjectDialogue<Output> implements AnswerCheck {
  /** Why the last attempt failed, if its answer was why. */
  issues: readonly ObjectIssue[] | undefined;
  /** What the schema's own code threw. */
  defect: { readonly error: unknown } | undefined;
  /** By answer: of two attempts that run together, each may have one. */
  private readonly accepted = new Map<LanguageModelV4GenerateResult, { readonly value: Output }>();
  private readonly repairs = new Map<string, LanguageModelV4CallOptions>();

  constructor(private readonly schema: ObjectSchema<Output>) {}

  /** The value of an answer that fits. */
  valueOf(result: LanguageModelV4GenerateResult): Output {
    const accepted = this.accepted.get(result);
    if (!accepted) throw new RangeError('an answer counted that was never judged');
    return accepted.value;
  }

  callFor({ lane }: Candidate, call: LanguageModelV4CallOptions): LanguageModelV4CallOptions {
    this.issues = undefined;
    return this.repairs.get(lane) ?? call;
  }

  async accept(
    { lane }: Candidate,
    call: LanguageModelV4CallOptions,
    result: LanguageModelV4GenerateResult,
  ): Promise<void> {
    const { content, finishReason, usage, response } = result;
    const answer = textOf(content);
    const truncated = finishReason.unified === 'length';
    const judgement = truncated ? TRUNCATED : await this.judge(answer);
    if (judgement.fits) {
      this.accepted.set(result, { value: judgement.value });
      return;
    }
    this.issues = judgement.issues.map(({ issue }) => issue);
    const repairable = !truncated && answer !== '' && !this.repairs.has(lane);
    if (repairable) this.repairs.set(lane, withIssues(call, answer, judgement.issues));
    const limitHeaders = limitHeadersOf(response?.headers);
    throw new ProviderFailedError(
      {
        kind: 'malformed_response',
        ...(repairable ? { repair: true } : { shouldRetry: false }),
        ...(limitHeaders ? { limitHeaders } : {}),
      },
      usage,
    );
  }

  private async judge(answer: string): Promise<Judgement<Output>> {
    const parsed = await safeParseJSON({ text: withoutFence(answer) });
    if (!parsed.success) return NOT_JSON;
    try {
      return await this.schema.judge(parsed.value);
    } catch (error) {
      // A defect of the application's schema, which no provider can mend: it is thrown as it is.
      this.defect = { error };
      throw new ProviderFailedError({ kind: 'bad_request' });
    }
  }
}

function failed(code: string, sentence: string): Judgement<never> {
  return { fits: false, issues: [{ issue: { path: '', code }, sentence }] };
}

const NOT_JSON = failed('not_json', 'the answer is not JSON');
const TRUNCATED = failed('truncated', 'the answer was cut off');

/** Models without a JSON mode like to wrap JSON into Markdown. */
function withoutFence(answer: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(answer)?.[1] ?? answer;
}

function withIssues(
  call: LanguageModelV4CallOptions,
  answer: string,
  issues: readonly ToldIssue[],
): LanguageModelV4CallOptions {
  const list = issues.map(({ sentence }) => `- ${sentence.slice(0, LONGEST_SENTENCE)}`).join('\n');
  const text = `Your answer does not fit the schema:\n${list}\nAnswer again with the whole corrected JSON and nothing else.`;
  return {
    ...call,
    prompt: [
      ...call.prompt,
      { role: 'assistant', content: [{ type: 'text', text: answer }] },
      { role: 'user', content: [{ type: 'text', text }] },
    ],
  };
}
