/** Version of the bytes. Another number is never read: old entries are misses. 1 was a text that began with `hyd1|`. */
export const RECORD_FORMAT = 2;

/** The first bytes of every record: `hyd` and the version. */
export const MAGIC = Buffer.from('hyd', 'latin1');

/**
 * Header, numbers big-endian: magic 3, format 1, flags 1, codec 1, length of key id 1, length of life 1, record id 8,
 * createdAt 6, soft expiry 6, hard expiry 6, asOf 6, bytes of the plain body 4, bytes of the stored body 4, CRC-32 of
 * Redis key and stored body 4 (0 when encrypted), key id, life, CRC-32 of all these 4.
 */
export const At = {
  format: 3,
  flags: 4,
  codec: 5,
  keyIdLength: 6,
  lifeLength: 7,
  recordId: 8,
  createdAt: 16,
  softExpiry: 22,
  hardExpiry: 28,
  asOf: 34,
  plainBytes: 40,
  bodyBytes: 44,
  bodyCheck: 48,
  names: 52,
} as const;

export const RECORD_ID_BYTES = 8;
/** Six bytes hold times until the year 10,889 and counts to 2.8 * 10^14. */
export const WIDE = 6;
export const LARGEST_WIDE = 2 ** 48 - 1;
export const CHECK_BYTES = 4;
export const LONGEST_NAME = 32;

/** No header is longer, so `GETRANGE key 0 HEADER_RANGE_END` always brings a whole one. */
export const MOST_HEADER_BYTES = At.names + 2 * LONGEST_NAME + CHECK_BYTES;
export const HEADER_RANGE_END = MOST_HEADER_BYTES - 1;

export const Flag = { compressed: 1, encrypted: 2 } as const;
export const KNOWN_FLAGS = Flag.compressed | Flag.encrypted;

/** Key ids and lives. */
export const NAME = /^[A-Za-z0-9._-]{1,32}$/;

/** Largest body before compression, in bytes. It also bounds what a hostile record may inflate to. */
export const MOST_PLAIN_BYTES = 128 * 1024 * 1024;
