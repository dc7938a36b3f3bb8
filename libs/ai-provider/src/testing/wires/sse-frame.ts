/** One server-sent event with a JSON payload, named or not. */
export function sseFrame(data: unknown, event?: string): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${JSON.stringify(data)}\n\n`;
}

/** The same event with its JSON cut in the middle: a well-formed event, a malformed payload. */
export function brokenFrame(data: unknown, event?: string): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  const json = JSON.stringify(data);
  return `${name}data: ${json.slice(0, Math.floor(json.length / 2))}\n\n`;
}
