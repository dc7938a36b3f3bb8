/** What an id leads to: the batch of a provider, or one of a process. */
export type BatchId =
  | { readonly at: 'provider'; readonly provider: string; readonly batchId: string }
  | { readonly at: 'process'; readonly id: string };

/** Names of providers have no such sign. */
const SEPARATOR = '~';

export function providerBatchId(provider: string, batchId: string): string {
  return `${provider}${SEPARATOR}${batchId}`;
}

export function processBatchId(uuid: string): string {
  return `${SEPARATOR}${uuid}`;
}

/** `undefined` for what is no id of a batch. What follows the provider goes into a URL, so its signs are few. */
export function parseBatchId(id: unknown): BatchId | undefined {
  const [, provider, batchId] =
    (typeof id === 'string' && /^([a-z][a-z0-9-]{0,63})?~([\w-]{1,128})$/.exec(id)) || [];
  if (typeof id !== 'string' || batchId === undefined) return undefined;
  return provider === undefined ? { at: 'process', id } : { at: 'provider', provider, batchId };
}
