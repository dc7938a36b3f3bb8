export interface ServerEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a whole stream of Server-Sent Events. */
export async function readEvents(response: Response): Promise<ServerEvent[]> {
  if (response.status !== 200 || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw new Error(
      `expected an event stream, got ${response.status} ${response.headers.get('content-type')}`,
    );
  }
  const text = await response.text();
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [first = '', second = ''] = block.split('\n');
      // The demo sends a JSON object with every event.
      return {
        event: first.replace('event: ', ''),
        data: JSON.parse(second.replace('data: ', '')) as ServerEvent['data'],
      };
    });
}
