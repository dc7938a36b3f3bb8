/**
 * Encodes the items of an array in order, and each run of holes with its length. Costs what the array holds, whatever its
 * `length`. `named` says whether it has properties that are no items.
 */
export function arrayItems(
  value: readonly unknown[],
  encodeItem: (index: number, item: unknown) => string,
  encodeGap: (length: number) => string,
): { readonly items: readonly string[]; readonly named: boolean } {
  const items: string[] = [];
  let next = 0;
  // Own keys come with the indices first and rising, then `length`, then names.
  const keys = Object.getOwnPropertyNames(value);
  let count = 0;
  for (const key of keys) {
    if (key === 'length') break;
    const index = Number(key);
    if (index > next) items.push(encodeGap(index - next));
    items.push(encodeItem(index, value[index]));
    next = index + 1;
    count++;
  }
  if (value.length > next) items.push(encodeGap(value.length - next));
  return { items, named: keys.length > count + 1 };
}
