/** What a lookup answers when nothing is stored. `null` is a value, so it cannot say so. */
export const Absent: unique symbol = Symbol('@hydrogenai/ai-cache/Absent');
export type Absent = typeof Absent;
