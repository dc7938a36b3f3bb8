import type { ApiKeyFormat } from './api-key-format.port.js';
import { prefixKeyFormat } from './prefix-key-format.policy.js';

/** Who judges the form of keys. */
export const API_KEY_FORMAT: ApiKeyFormat = prefixKeyFormat;
