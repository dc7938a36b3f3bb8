export interface GetRequest {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** How much of the answer is read, in bytes. */
  readonly mostBytes: number;
}

export interface GetAnswer {
  readonly status: number;
  /** The text, or `undefined` when it is longer than was allowed. Only to be looked at, never to be shown. */
  readonly body: string | undefined;
}

/**
 * One GET that follows no redirect, so that what is in its headers reaches no other host, and reads no more than it is
 * told. User and password in the URL go into a header, because `fetch` refuses them and quotes them in its error.
 * @throws what `fetch` throws, whose causes carry codes
 */
export async function boundedGet({ url, headers = {}, signal, mostBytes }: GetRequest): Promise<GetAnswer> {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const response = await fetch(bare, {
    headers: { ...basicAuthorization(url), ...headers },
    redirect: 'manual',
    signal,
  });
  return { status: response.status, body: await boundedText(response, mostBytes) };
}

async function boundedText(response: Response, mostBytes: number): Promise<string | undefined> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop early cancels the body and closes its socket.
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function basicAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
