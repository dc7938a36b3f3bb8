/** How a text may look where it goes. */
export interface TextStyle {
  /** Width in characters. Lines are at most 100 and at least 40 wide. */
  readonly columns: number;
  /** False: plain ASCII. */
  readonly unicode: boolean;
  readonly colours: boolean;
}

type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** ECMA-48, 8.3.117: how each is switched on and off. */
const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

const WIDEST = 100;
const NARROWEST = 40;

export function widthOf({ columns }: TextStyle): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}

export function paint(text: string, colour: Colour, { colours }: TextStyle): string {
  const [on, off] = CODES[colour];
  return colours ? `\u001B[${on}m${text}\u001B[${off}m` : text;
}
