import type { LanguageModelV4CallOptions, LanguageModelV4Prompt, SharedV4FileData } from '@ai-sdk/provider';
import { InvalidOptionError } from '@hydrogenai/common';
import type { ModelCandidate, Vendors } from '../candidates/candidate.js';

/** What keeps a call with one vendor: a tool that runs there, or a file that was uploaded there. */
interface Bond {
  readonly field: 'tools' | 'prompt';
  readonly vendors: readonly string[];
}

/**
 * The candidates that can carry a call out. Provider tools and file references mean nothing elsewhere and cannot be
 * translated, so that only their own vendor is asked.
 * @throws InvalidOptionError when none is left.
 */
export function candidatesFor<Who extends ModelCandidate>(
  name: string,
  candidates: readonly Who[],
  call: LanguageModelV4CallOptions,
): readonly Who[] {
  const bonds = [...toolBonds(call), ...fileBonds(call.prompt)];
  if (bonds.length === 0) return candidates;
  const able = candidates.filter(({ vendors }) => bonds.every((bond) => serves(vendors, bond)));
  if (able.length > 0) return able;
  const broken = bonds.find((bond) => !candidates.some(({ vendors }) => serves(vendors, bond))) ?? bonds[0];
  throw new InvalidOptionError({
    field: broken?.field ?? 'prompt',
    accepted: `only what a candidate of "${name}" understands (${candidates.map(({ id }) => id).join(', ')})`,
    received: `${broken?.field === 'tools' ? 'a tool' : 'a file reference'} of another vendor`,
    secret: true,
  });
}

function serves(vendors: Vendors, bond: Bond): boolean {
  return bond.vendors.some((vendor) => vendors.includes(vendor));
}

function toolBonds({ tools }: LanguageModelV4CallOptions): Bond[] {
  return (tools ?? []).flatMap((tool) =>
    tool.type === 'provider' ? [{ field: 'tools', vendors: [tool.id.split('.', 1)[0] ?? ''] }] : [],
  );
}

function fileBonds(prompt: LanguageModelV4Prompt): Bond[] {
  let bonds: Bond[] | undefined;
  for (const { content } of prompt) {
    if (typeof content === 'string') continue;
    for (const part of content) {
      for (const data of filesIn(part)) {
        if (data.type === 'reference') {
          (bonds ??= []).push({ field: 'prompt', vendors: Object.keys(data.reference) });
        }
      }
    }
  }
  return bonds ?? [];
}

type Part = Exclude<LanguageModelV4Prompt[number]['content'], string>[number];

const NO_FILES: readonly SharedV4FileData[] = [];

/** Files that were said, and those in the results of tools. */
function filesIn(part: Part): readonly SharedV4FileData[] {
  if (part.type === 'file') return [part.data];
  if (part.type !== 'tool-result' || part.output.type !== 'content') return NO_FILES;
  return part.output.value.flatMap((item) => (item.type === 'file' ? [item.data] : []));
}
