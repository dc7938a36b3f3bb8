import type { Name } from './names.policy.js';

/** One invalidation, as every process hears of it. */
export interface InvalidationMessage {
  /** The process that made it, and the number that it gave it. */
  readonly sender: string;
  readonly number: string;
  /** The tenant, as in keys. */
  readonly tag: string;
  readonly life: string;
  readonly n: number;
  readonly names: readonly Name[];
}

/** What comes in on a process's own channel. */
export type OwnMessage =
  | { readonly kind: 'ping'; readonly number: number }
  /** A process has applied these invalidations of ours. */
  | { readonly kind: 'applied'; readonly process: string; readonly numbers: readonly string[] };

/** Undefined for what is no message of ours: anybody can publish. */
export function readInvalidation(text: string): InvalidationMessage | undefined {
  const [sender, number, tag, life, position, ...names] = text.split(' ');
  const n = Number(position);
  if (sender === undefined || number === undefined || tag === undefined || life === undefined)
    return undefined;
  if (!Number.isSafeInteger(n) || n < 1 || names.length === 0) return undefined;
  return { sender, number, tag, life, n, names };
}

/** As the script writes it. */
export function invalidationText({ sender, number, tag, life, n, names }: InvalidationMessage): string {
  return [sender, number, tag, life, n, ...names].join(' ');
}

export function readOwn(text: string): OwnMessage | undefined {
  const [kind, first, ...numbers] = text.split(' ');
  if (first === undefined) return undefined;
  if (kind === 'ping') return { kind, number: Number(first) };
  return kind === 'applied' ? { kind, process: first, numbers } : undefined;
}

export function pingText(number: number): string {
  return `ping ${number}`;
}

export function appliedText(process: string, numbers: readonly string[]): string {
  return `applied ${process} ${numbers.join(' ')}`;
}
