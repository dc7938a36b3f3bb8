import type { Experimental_BatchV4Status as BatchV4Status } from '@ai-sdk/provider';
import type { BatchCounts, BatchState } from './batch.types.js';

/** The provider's own word says more than the AI SDK's. OpenAI writes cancelled, Anthropic canceling. */
export function stateOf({ status, rawStatus = '', providerMetadata }: BatchV4Status): BatchState {
  if (/^cancell?ing$/.test(rawStatus)) return 'cancelling';
  switch (status) {
    case 'pending':
      return 'running';
    case 'completed':
      // Anthropic's batches end in one way; this tells that somebody wanted it.
      return providerMetadata?.['anthropic']?.['cancelInitiatedAt'] ? 'cancelled' : 'completed';
    case 'failed':
      if (/^cancell?ed$/.test(rawStatus)) return 'cancelled';
      return rawStatus === 'expired' ? 'expired' : 'failed';
    default:
      return status satisfies never;
  }
}

export function countsOf({ requestCounts }: BatchV4Status): BatchCounts | null {
  if (requestCounts === undefined) return null;
  const { total, pending, completed, failed } = requestCounts;
  return { total, pending, completed, failed };
}

export function progressOf(counts: BatchCounts | null): number | null {
  if (counts === null || counts.total === 0) return null;
  return (counts.total - counts.pending) / counts.total;
}

export function timeOf(text: string | undefined): number | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
