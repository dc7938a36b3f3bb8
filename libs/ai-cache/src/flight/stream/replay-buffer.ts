/** The chunks of a running stream that somebody may still want, counted in bytes. */
export class ReplayBuffer<Chunk> {
  private readonly chunks: { readonly chunk: Chunk; readonly bytes: number }[] = [];
  private first = 0;
  private held = 0;

  constructor(private readonly bytesOf: (chunk: Chunk) => number) {}

  /** Bytes that are held. */
  get bytes(): number {
    return this.held;
  }

  /** Place of the oldest chunk that is held. */
  get start(): number {
    return this.first;
  }

  /** Place of the next chunk to come. */
  get end(): number {
    return this.first + this.chunks.length;
  }

  push(chunk: Chunk): void {
    const bytes = this.bytesOf(chunk);
    this.chunks.push({ chunk, bytes });
    this.held += bytes;
  }

  /** The chunk at a place from `start` to before `end`. */
  at(place: number): Chunk {
    const entry = this.chunks[place - this.first];
    if (entry === undefined) throw new RangeError('This chunk is not held.');
    return entry.chunk;
  }

  /** All chunks that are held. */
  all(): readonly Chunk[] {
    return this.chunks.map(({ chunk }) => chunk);
  }

  /** Lets go of all chunks before a place. */
  dropBefore(place: number): void {
    const dropped = this.chunks.splice(0, Math.max(0, place - this.first));
    this.first += dropped.length;
    for (const { bytes } of dropped) this.held -= bytes;
  }

  /** Lets go of the oldest chunks until what is held is within the bound. */
  shrinkTo(bytes: number): void {
    let count = 0;
    for (let held = this.held; held > bytes && count < this.chunks.length; count++) {
      held -= this.chunks[count]?.bytes ?? 0;
    }
    this.dropBefore(this.first + count);
  }
}
