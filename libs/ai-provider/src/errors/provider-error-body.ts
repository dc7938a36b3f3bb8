/** The parts of an error body that say what went wrong, in the three providers' shapes. Texts stay inside this folder. */
export interface ProviderErrorBody {
  readonly type: string;
  readonly code: string;
  /** Anthropic's `error.details.error_code`. */
  readonly detailCode: string;
  /** Only to be matched against known phrases; it may quote the prompt. */
  readonly message: string;
}

const NOTHING: ProviderErrorBody = { type: '', code: '', detailCode: '', message: '' };

/** Reads `{error:{type,code,message,details}}`, `{response:{error}}`, `{type,code,message}` or the JSON text of one. */
export function readErrorBody(body: unknown): ProviderErrorBody {
  const value = typeof body === 'string' ? parseJson(body) : body;
  if (!isRecord(value)) return NOTHING;
  const nested = isRecord(value['response']) ? value['response']['error'] : value['error'];
  const error = isRecord(nested) ? nested : value;
  const details = isRecord(error['details']) ? error['details'] : {};
  return {
    type: text(error['type']),
    code: text(error['code']),
    detailCode: text(details['error_code']),
    message: text(error['message']),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Gateways answer in HTML or plain text; then the status has to do.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
