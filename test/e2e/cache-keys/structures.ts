const SCALARS = [
  undefined,
  null,
  true,
  false,
  'true',
  'null',
  'undefined',
  '',
  'u',
  'n',
  'h',
  'd1;',
  's1:a',
  'a0:',
  'o0:',
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Infinity,
  -Infinity,
  0.1,
  1e21,
  2 ** 53,
  2 ** 53 - 1,
  5e-324,
  0n,
  1n,
  -1n,
  2n ** 64n,
  '0',
  '-0',
  '1',
  'NaN',
  '1n',
  'é',
  'e\u0301',
  '\uD800',
  '\uDC00',
  '\uD83D',
  '\uFFFD',
  '\u0000',
  'a',
  'b',
];
const KEYS = [
  'a',
  'b',
  'c',
  'id',
  '0',
  '1',
  '',
  'length',
  '__proto__',
  'constructor',
  'toString',
  '\uD800',
  'é',
];
const VIEWS: readonly ((bytes: ArrayBuffer) => ArrayBufferView)[] = [
  (bytes) => new Uint8Array(bytes),
  (bytes) => new Int8Array(bytes),
  (bytes) => new Uint8ClampedArray(bytes),
  (bytes) => new Uint16Array(bytes),
  (bytes) => new Float32Array(bytes),
  (bytes) => new BigInt64Array(bytes),
  (bytes) => new DataView(bytes),
];
const ORDINARY = { enumerable: true, configurable: true, writable: true };
const DEEPEST = 3;

/** A whole number from 0 to `below` - 1. */
type Draw = (below: number) => number;

/** The draws that follow from a seed (mulberry32): fast-check gives the seeds, and a seed brings its values back. */
function drawsOf(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pick = <Item>(draw: Draw, items: readonly Item[]): Item => items[draw(items.length)] as Item;
const many = <Item>(draw: Draw, make: () => Item, least = 0): Item[] =>
  Array.from({ length: least + draw(4) }, make);

function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const made = {};
  for (const [key, value] of entries) {
    // An assignment to `__proto__` would change the prototype.
    if (key === '__proto__') Object.defineProperty(made, key, { value, ...ORDINARY });
    else Reflect.set(made, key, value);
  }
  return made;
}

function view(draw: Draw): ArrayBufferView {
  const bytes = Uint8Array.from({ length: 8 * draw(3) }, () => draw(3));
  if (draw(4) === 0) return Buffer.from(bytes);
  return pick(draw, VIEWS)(bytes.buffer);
}

function text(draw: Draw): string {
  return String.fromCharCode(
    ...many(draw, () => pick(draw, [0x20 + draw(0x60), 0xd800 + draw(0x800), draw(0x10000)])),
  );
}

/** Small enough that equal ones and nearly equal ones meet often, odd enough to hold everything that has a key. */
function structure(draw: Draw, depth = 0): unknown {
  // A structure itself is seldom a single value; its parts often are.
  const kind = depth === 0 && draw(8) > 0 ? 9 + draw(7) : draw(depth < DEEPEST ? 14 : 9);
  const inner = (): unknown => structure(draw, depth + 1);
  const least = depth === 0 ? 1 : 0;
  switch (kind) {
    case 0:
    case 1:
    case 2:
    case 3:
      return pick(draw, SCALARS);
    case 4:
      return text(draw);
    case 5:
      return pick(draw, [draw(1_000_000), -draw(1_000), draw(1_000_000) / 1_000, BigInt(draw(1_000_000))]);
    case 6:
      return `${draw(1_000_000)}`;
    case 7:
      return new Date(pick(draw, [0, 1, Number.NaN, draw(1_000_000)]));
    case 8:
      return view(draw);
    case 9:
    case 10: {
      const items = many(draw, inner, least);
      if (draw(4) === 0) items.length += pick(draw, [1, 2, 17, 18]);
      if (items.length > 0 && draw(6) === 0) Reflect.deleteProperty(items, draw(items.length));
      return items;
    }
    case 11:
      return new Map(many(draw, () => [inner(), inner()] as const, least));
    case 12:
      return new Set(many(draw, inner, least));
    default:
      return objectOf(many(draw, () => [pick(draw, KEYS), inner()] as const, least));
  }
}

/** Something that a careless encoder takes for `value`. */
function lookalike(value: unknown, draw: Draw): unknown {
  if (typeof value === 'number')
    return pick(draw, [
      `${value}`,
      -value,
      value + 1,
      new Date(value),
      [value],
      value * (1 + 2 ** -52),
      `d${value};`,
    ]);
  if (typeof value === 'bigint')
    return pick(draw, [Number(value), `${value}`, `${value}n`, value + 1n, -value]);
  if (typeof value === 'string')
    return pick(draw, [
      Number(value),
      [value],
      `${value}\u0000`,
      `s${value.length}:${value}`,
      value.normalize('NFD'),

      `${value.slice(1)}\uD800`,
      `${value.slice(1)}\uFFFD`,
      [value.slice(0, 1), value.slice(1)],
      { [value]: value },
    ]);
  if (value instanceof Date)
    return pick(draw, [
      value.getTime(),
      JSON.stringify(value),
      new Date(value.getTime() + 1),
      new Date(Number.NaN),
    ]);
  if (Array.isArray(value)) return lookalikeOfArray(value, draw);
  if (value instanceof Map)
    return pick(draw, [[...value], new Map([...value].slice(1)), new Set(value), [...value].flat()]);
  if (value instanceof Set)
    return pick(draw, [[...value], new Set([...value].slice(1)), new Set([[...value]]), new Map()]);
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
    return pick(draw, [
      bytes,
      [...bytes],
      new Uint8Array(bytes),
      new Int8Array(bytes),
      bytes.subarray(1),
      bytes.toString('hex'),
    ]);
  }
  if (typeof value === 'object' && value !== null) return lookalikeOfObject(value, draw);
  return pick(draw, [`${value}`, null, undefined, 0, 1, {}, [value], Number(value)]);
}

function lookalikeOfArray(value: readonly unknown[], draw: Draw): unknown {
  const longer = [...value];
  longer.length += 1;
  const changed = pick(draw, [
    value.slice(1),
    value.toReversed(),
    longer,
    [...value, undefined],
    [...value, null],
  ]);
  return pick(draw, [changed, [value], { ...value }, new Set(value), Array.from(value), value.length]);
}

function lookalikeOfObject(value: object, draw: Draw): unknown {
  const entries = Object.entries(value);
  const [first, second, ...others] = entries;
  const options: unknown[] = [
    entries,
    new Map(entries),
    { value },
    Object.values(value),
    objectOf(entries.slice(1)),
    [value],
  ];
  options.push(objectOf([...entries, [pick(draw, KEYS), undefined]]), JSON.stringify(Object.keys(value)));
  if (first !== undefined && second !== undefined) {
    options.push(objectOf([[first[0], second[1]], [second[0], first[1]], ...others]));
    options.push(objectOf([[first[0] + second[0], first[1]], ...others]));
  }
  return pick(draw, options);
}

/** Copies a value, keys, entries and members in another order at every depth, and changes the part number `target`. */
class Copier {
  private seen = 0;

  constructor(
    private readonly draw: Draw,
    private readonly target = -1,
  ) {}

  get parts(): number {
    return this.seen;
  }

  copy(value: unknown): unknown {
    if (this.seen++ === this.target) return lookalike(value, this.draw);
    if (Array.isArray(value)) {
      const made: unknown[] = [];
      made.length = value.length;
      value.forEach((item, index) => (made[index] = this.copy(item)));
      return made;
    }
    if (value instanceof Date) return new Date(value);
    if (value instanceof Map)
      return new Map(this.mixed([...value]).map(([key, item]) => [this.copy(key), this.copy(item)] as const));
    if (value instanceof Set) return new Set(this.mixed([...value]).map((member) => this.copy(member)));
    if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) return value;
    return objectOf(this.mixed(Object.entries(value)).map(([key, item]) => [key, this.copy(item)] as const));
  }

  private mixed<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    return items.map(() => left.splice(this.draw(left.length), 1)[0] as Item);
  }
}

/** A structure, an equal one, and others that look like it in one part; now and then one of those is equal after all. */
export class Family {
  readonly base: unknown;
  /** Equal to the base. */
  readonly reordered: unknown;
  private readonly parts: number;

  constructor(private readonly seed: number) {
    const draw = drawsOf(seed);
    this.base = structure(draw);
    const copier = new Copier(draw);
    this.reordered = copier.copy(this.base);
    this.parts = copier.parts;
  }

  /** Number 0 is the base itself. */
  member(number: number): unknown {
    if (number === 0) return this.base;
    const draw = drawsOf(this.seed ^ (number * 0x9e3779b9));
    return new Copier(draw, draw(this.parts)).copy(this.base);
  }
}
