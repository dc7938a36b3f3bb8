import type { FlexibleSchema } from '@ai-sdk/provider-utils';
import { isHydrogenError, matching } from '@hydrogenai/common';
import type { ProviderResponse } from '@hydrogenai/common/models';
import { AllProvidersFailedError } from '../errors/all-providers-failed.error.js';
import type { ModelPool } from '../pool/model-pool.js';
import type { GenerateRequest } from '../response/generate-request.js';
import { toCallOptions, toWishes } from '../response/provider-request.js';
import { reasoningOf, toProviderResponse } from '../response/to-provider-response.js';
import { InvalidObjectError } from './invalid-object.error.js';
import { ObjectDialogue } from './object-dialogue.js';
import { readObjectSchema } from './object-schema.js';

/** A question whose answer is a value. */
export interface ObjectRequest<Output> extends Omit<
  GenerateRequest,
  'responseFormat' | 'tools' | 'toolChoice' | 'stopSequences'
> {
  /**
   * What the answer is to be: a Standard Schema that can describe itself as JSON Schema (zod 4, ArkType, Valibot with its
   * converter), or `jsonSchema()` of the AI SDK.
   */
  readonly schema: FlexibleSchema<Output>;
  /** Tells the model what it writes: 1 to 64 letters, digits, _ or -. Default: none. */
  readonly name?: string;
  /** Tells the model what it is for. Default: none. */
  readonly description?: string;
}

/** An answer that fits its schema. */
export interface ObjectResponse<Output> extends Omit<ProviderResponse, 'content' | 'toolCalls'> {
  readonly object: Output;
}

const NAME = /^[\w-]{1,64}$/;

/** Asks for values instead of text. */
export class ObjectGenerator {
  constructor(private readonly pool: ModelPool) {}

  async generate<Output>(request: ObjectRequest<Output>): Promise<ObjectResponse<Output>> {
    const schema = await readObjectSchema(request.schema, 'schema');
    const { name, description } = request;
    const dialogue = new ObjectDialogue(schema);
    const call = {
      ...toCallOptions(request),
      responseFormat: {
        type: 'json' as const,
        schema: schema.jsonSchema,
        ...(name === undefined
          ? {}
          : { name: matching(name, NAME, 'name', '1 to 64 letters, digits, _ or -') }),
        ...(description === undefined ? {} : { description }),
      },
    };
    const model = request.model ?? this.pool.defaultModel;
    const answered = this.pool.generate(model, toWishes(request), call, dialogue);
    const { result, attempt, routing } = await answered.catch((error: unknown) => {
      throw reasonFor(error, dialogue);
    });
    const { content: _text, ...response } = toProviderResponse({
      content: '',
      reasoning: request.includeReasoning === true ? reasoningOf(result.content) : undefined,
      candidate: attempt.candidate,
      cost: this.pool.costOf(attempt.candidate, result.usage),
      usage: result.usage,
      finishReason: result.finishReason,
      routing,
    });
    return { ...response, object: dialogue.valueOf(result) };
  }
}

/** What the request failed with, in the words of who asked for an object. */
function reasonFor(error: unknown, { defect, issues }: ObjectDialogue<unknown>): unknown {
  if (!isHydrogenError(error)) return error;
  if (defect) return defect.error;
  if (issues && error instanceof AllProvidersFailedError)
    return new InvalidObjectError(issues, error.routing);
  return error;
}
