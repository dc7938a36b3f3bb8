import type { SecretPattern } from './secret-pattern.js';
import { token } from './token.pattern.js';

const WORD = String.raw`\w-`;

/** Keys of services that answer with language models. `sk-ant-` and `sk-or-` are no keys of OpenAI. */
export const MODEL_KEY_PATTERNS: readonly SecretPattern[] = [
  // `T3BlbkFJ`, base64 of `OpenAI`, is in all keys of OpenAI so far; long ones are taken without it.
  token(
    'openai-key',
    'sk-',
    /sk-(?:(?:proj|svcacct|admin|None)-[\w-]{20,256}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}(?![\w-])|[A-Za-z0-9]{32,64}(?![\w-]))/,
    { rest: WORD },
  ),
  token('anthropic-key', 'sk-ant-', /sk-ant-(?:api|admin|oat|ort|sid)\d{2}-[\w-]{20,160}/, { rest: WORD }),
  token('groq-key', 'gsk_', /gsk_[A-Za-z0-9]{52}(?![\w-])/),
  token('openrouter-key', 'sk-or-', /sk-or-v1-[a-f0-9]{64}(?![\w-])/),
  token('huggingface-token', ['hf_', 'api_org_'], /(?:hf|api_org)_[A-Za-z0-9]{34,40}(?![\w-])/),
  token('perplexity-key', 'pplx-', /pplx-[A-Za-z0-9]{40,64}(?![\w-])/),
  token('xai-key', 'xai-', /xai-[A-Za-z0-9]{70,90}(?![\w-])/),
  token('replicate-token', 'r8_', /r8_[A-Za-z0-9]{37}(?![\w-])/),
  token('langfuse-key', 'sk-lf-', /sk-lf-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/),
];
