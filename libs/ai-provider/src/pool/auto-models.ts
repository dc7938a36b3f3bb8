import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { LogicalModel } from '../candidates/candidate.js';
import { toolLoopOwner } from '../candidates/tool-loop.policy.js';
import type { AutoMapping } from '../classification/auto-model.options.js';
import { chooseModel } from '../classification/auto-model.policy.js';
import type { QueryClassifier } from '../classification/query-classifier.js';

/** Logical models that choose among others, question by question. */
export class AutoModels {
  constructor(
    private readonly mappings: ReadonlyMap<string, AutoMapping>,
    private readonly models: ReadonlyMap<string, LogicalModel>,
    private readonly classifier: QueryClassifier,
  ) {}

  get names(): readonly string[] {
    return [...this.mappings.keys()];
  }

  has(name: string): boolean {
    return this.mappings.has(name);
  }

  /** Whom it may choose; `undefined` for a model that does not choose. */
  targetsOf(name: string): readonly LogicalModel[] | undefined {
    const mapping = this.mappings.get(name);
    if (!mapping) return undefined;
    const { byType, byComplexity } = mapping;
    const names = new Set([...byType.values(), ...Object.values(byComplexity).map(({ model }) => model)]);
    return [...names].flatMap((target) => this.models.get(target) ?? []);
  }

  /** @throws the abort reason of the call's signal. */
  async choose(
    name: string,
    call: LanguageModelV4CallOptions,
  ): Promise<{ readonly model: LogicalModel; readonly why: string }> {
    const mapping = this.mappings.get(name);
    const targets = this.targetsOf(name) ?? [];
    const owner = toolLoopOwner(call.prompt);
    const owning = owner === undefined ? undefined : targets.find((model) => hasLane(model, owner));
    // In the middle of a tool loop there is nothing to choose.
    if (owning) return { model: owning, why: 'the tools that it asked for' };
    if (!mapping) throw new RangeError('a model that does not choose was asked to');
    const signal = call.abortSignal;
    const classification = await this.classifier.classify(
      lastQuestion(call.prompt),
      signal ? { signal } : {},
    );
    const choice = chooseModel(classification, mapping);
    const model = this.models.get(choice.model);
    if (!model) throw new RangeError('a choice was resolved to a model that does not exist');
    return { model, why: choice.why };
  }
}

function hasLane({ candidates }: LogicalModel, lane: string): boolean {
  return candidates.some((candidate) => candidate.lane === lane);
}

/** What the user said last, in plain text. */
function lastQuestion(prompt: LanguageModelV4Prompt): string {
  const last = prompt.findLast((message) => message.role === 'user');
  if (!last) return '';
  return last.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
