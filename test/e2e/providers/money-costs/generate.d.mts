export interface UsageBlock {
  readonly id: number;
  readonly wire: 'openai-responses' | 'openai-chat' | 'groq' | 'anthropic';
  readonly model: string;
  /** As the wire sends it. */
  readonly usage: Readonly<Record<string, unknown>>;
  readonly microDollars: number;
}

export function costOfBlock(block: Pick<UsageBlock, 'wire' | 'model' | 'usage'>): number;
export function generateBlocks(): readonly UsageBlock[];
export function toLines(blocks: readonly UsageBlock[]): string;
