import type { OutputFilter } from '@hydrogenai/security';

/** The text of a stream as it leaves the filter, piece by piece and whole. */
export class FilteredText {
  private readonly stream: ReturnType<OutputFilter['stream']>;
  private readonly pieces: string[] = [];

  constructor(filter: OutputFilter) {
    this.stream = filter.stream();
  }

  /** What can be shown by now: often less than what came, sometimes more. */
  push(piece: string): string {
    return this.keep(this.stream.push(piece));
  }

  /** What was held back. */
  end(): string {
    return this.keep(this.stream.end());
  }

  /** All that was shown. */
  get text(): string {
    return this.pieces.join('');
  }

  private keep(piece: string): string {
    this.pieces.push(piece);
    return piece;
  }
}
