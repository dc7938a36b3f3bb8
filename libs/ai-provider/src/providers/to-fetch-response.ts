import type { Dispatcher } from 'undici';

/** Statuses that have no body (Fetch standard, "null body status"); `Response` refuses one. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/** Larger answers are handed on piece by piece, so that who reads them can stop at a limit of its own. */
const LARGEST_BUFFERED_BYTES = 256 * 1024;

/** An answer of undici as the `Response` that fetch would give. */
export async function toFetchResponse({
  statusCode,
  headers,
  body,
}: Dispatcher.ResponseData): Promise<Response> {
  const init = { status: statusCode, headers: toHeaders(headers) };
  if (WITHOUT_BODY.has(statusCode)) {
    await body.dump();
    return new Response(null, init);
  }
  const length = Number(init.headers.get('content-length') ?? Number.NaN);
  if (length <= LARGEST_BUFFERED_BYTES) return new Response(await body.arrayBuffer(), init);
  return new Response(ReadableStream.from(body), init);
}

function toHeaders(received: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) headers.append(name, item);
    }
  }
  return headers;
}
