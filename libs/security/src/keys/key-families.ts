/** Providers whose keys are told apart. */
export type KeyProvider = 'openai' | 'anthropic' | 'groq';

/** A kind of key, known by how it begins. */
export interface KeyFamily {
  /** Whose it is; also of providers that the suite does not call. */
  readonly owner: string;
  /** Kind of key in words: `project key`. */
  readonly kind: string;
  readonly prefix: string;
  /** Characters of the whole key, with the prefix. */
  readonly shortest: number;
  readonly longest: number;
  /** What a whole key looks like. A key of the family that does not is cut or changed. */
  readonly expression: RegExp;
  /** Whether models answer to it. Administrators' keys and those of sessions are refused by the model endpoints. */
  readonly infers: boolean;
  /** A part that every key had when this was written; a key without it may be of a newer form. */
  readonly mark?: string;
}

/** The first family whose prefix fits counts, so longer prefixes come first. As of 2026-11, of public scanners and docs. */
export const KEY_FAMILIES: readonly KeyFamily[] = [
  anthropic('sk-ant-api', 'API key', true),
  anthropic('sk-ant-admin', 'administrator key', false),
  anthropic('sk-ant-oat', 'session token (OAuth)', false),
  {
    owner: 'openrouter',
    kind: 'key',
    prefix: 'sk-or-',
    shortest: 40,
    longest: 120,
    expression: /^sk-or-[\w-]+$/,
    infers: true,
  },
  {
    owner: 'langfuse',
    kind: 'secret key',
    prefix: 'sk-lf-',
    shortest: 20,
    longest: 60,
    expression: /^sk-lf-[\w-]+$/,
    infers: false,
  },
  openai('sk-proj-', 'project key', true),
  openai('sk-svcacct-', 'service account key', true),
  openai('sk-admin-', 'administrator key', false),
  openai('sk-None-', 'user key', true),
  {
    owner: 'openai',
    kind: 'user key',
    prefix: 'sk-',
    shortest: 40,
    longest: 60,
    expression: /^sk-[A-Za-z0-9]+$/,
    infers: true,
  },
  {
    owner: 'groq',
    kind: 'key',
    prefix: 'gsk_',
    shortest: 56,
    longest: 56,
    expression: /^gsk_[A-Za-z0-9]{52}$/,
    infers: true,
    mark: 'WGdyb3FY',
  },
  other('google', 'AIza', 39),
  other('huggingface', 'hf_', 37),
  other('perplexity', 'pplx-', 45),
  other('xai', 'xai-', 80),
  other('replicate', 'r8_', 40),
  other('github', 'ghp_', 40),
  other('github', 'github_pat_', 80),
  other('aws', 'AKIA', 20),
  other('slack', 'xoxb-', 40),
  other('stripe', 'sk_live_', 30),
  other('stripe', 'sk_test_', 30),
];

/** `sk-ant-api03-`, 93 characters and `AA`; the number is the version of the form. */
function anthropic(prefix: string, kind: string, infers: boolean): KeyFamily {
  return {
    owner: 'anthropic',
    kind,
    prefix,
    shortest: 90,
    longest: 140,
    expression: new RegExp(String.raw`^${prefix}\d{2}-[\w-]+$`),
    infers,
    mark: 'AA',
  };
}

/** `T3BlbkFJ` is base64 of `OpenAI`. */
function openai(prefix: string, kind: string, infers: boolean): KeyFamily {
  return {
    owner: 'openai',
    kind,
    prefix,
    shortest: 48,
    longest: 240,
    expression: new RegExp(String.raw`^${prefix}[\w-]+$`),
    infers,
    mark: 'T3BlbkFJ',
  };
}

function other(owner: string, prefix: string, shortest: number): KeyFamily {
  return { owner, kind: 'key', prefix, shortest, longest: 1_000, expression: /^[\w-]+$/, infers: false };
}
