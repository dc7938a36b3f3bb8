/** Slots of every Redis Cluster (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model). */
export const SLOT_COUNT = 16_384;

/** CRC16 of the specification, also known as XMODEM: polynomial x^16 + x^12 + x^5 + 1, starting at zero. */
const POLYNOMIAL = 0x10_21;

/**
 * The slot of a key in a Redis Cluster, 0 to 16,383: the checksum of its hash tag, or of the whole key when it has none.
 * Keys of one slot live on one node and may meet in one command.
 */
export function slotOf(key: string): number {
  return crc16(Buffer.from(hashedPart(key))) % SLOT_COUNT;
}

/** What stands between the first `{` and the first `}` after it, unless that is nothing. */
function hashedPart(key: string): string {
  const open = key.indexOf('{');
  const close = open === -1 ? -1 : key.indexOf('}', open + 1);
  return close > open + 1 ? key.slice(open + 1, close) : key;
}

/** Checksum of the Redis Cluster specification, appendix A. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x80_00) === 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
    }
    crc &= 0xff_ff;
  }
  return crc;
}
