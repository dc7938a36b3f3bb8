/**
 * What stands before a token. Behind an escape or a colour one begins as well, though letters are before it: `\nsk-…`,
 * `%3Dsk-…`, `\u003dsk-…`.
 */
export const WORD_BEGIN = String.raw`(?:^|[^\w-]|%[\dA-Fa-f]{2}|\\(?:[bfnrtv]|u[\dA-Fa-f]{4})|\[[\d;]{0,8}m)`;
