import { Inject, Injectable } from '@nestjs/common';
import { HydrogenError, Retryable, Timed } from '@hydrogenai/common';
import { Cacheable } from '@hydrogenai/ai-cache';
import { RateLimited } from '@hydrogenai/rate-limit';
import type { Cell, Letter } from './cells.js';
import { ATTEMPTS, LIMIT, valueOf } from './expectations.js';

export class Busy extends HydrogenError {
  constructor() {
    super('busy', { code: 'BUSY', retryable: true });
  }
}

/** What the methods of one application have done and are to do. It outlives instances of short scopes. */
@Injectable()
export class Runs {
  private readonly counts = new Map<string, number>();
  private failures = 0;

  of(method: string): number {
    return this.counts.get(method) ?? 0;
  }

  /** The next runs fail. */
  failNext(failures: number): void {
    this.failures = failures;
  }

  run(method: string, arg: string): string {
    const run = this.of(method) + 1;
    this.counts.set(method, run);
    if (this.failures === 0) return valueOf(arg, run);
    this.failures -= 1;
    throw new Busy();
  }
}

/** What the undecorated part of a worker can do. */
export interface Runner {
  run(method: string, arg: string): string;
}
export type WorkerType = new (runs: Runs) => Runner;

/** What a place has around and beside the decorators of a method, as the compiler would apply it. */
export interface Surroundings {
  /** What the method does. Default: a run, asynchronous. */
  readonly body?: (cell: Cell) => (this: Runner, arg: string) => unknown;
  /** Under which key the class has the method. Default: the cell's name of it. */
  readonly key?: (cell: Cell) => string | symbol;
  /** Method decorators of Nest, above, below or between those of the cell. */
  readonly among?: (cell: Cell) => readonly MethodDecorator[];
  /** By parameter. */
  readonly parameters?: readonly ParameterDecorator[];
  /** Of the class. Default: `Injectable()`. */
  readonly type?: ClassDecorator;
}

/** A class with a method for each cell, decorated with the real decorators. */
export function workerType(
  name: string,
  cells: readonly Cell[],
  surroundings: Surroundings = {},
): WorkerType {
  class Worker implements Runner {
    readonly #runs: Runs;

    constructor(runs: Runs) {
      this.#runs = runs;
    }

    run(method: string, arg: string): string {
      return this.#runs.run(method, arg);
    }
  }
  const { body = asynchronous, among = () => [], parameters = [], type = Injectable() } = surroundings;
  const { key: keyOf = ({ method }) => method } = surroundings;
  Object.defineProperty(Worker, 'name', { value: name });
  Inject(Runs)(Worker, undefined, 0);
  for (const [index, cell] of cells.entries()) {
    const { method, sourceOrder } = cell;
    const key = keyOf(cell);
    const value = body(cell);
    Object.defineProperty(value, 'name', { value: method });
    const descriptor: PropertyDescriptor = { value, writable: true, configurable: true };
    Object.defineProperty(Worker.prototype, key, descriptor);
    const decorators = spread(
      among(cell),
      index,
      sourceOrder.map((letter) => decoratorOf(letter, name, method)),
    );
    // As TypeScript emits it: the types of the parameters come last and so are applied first.
    Reflect.defineMetadata('design:paramtypes', [String], Worker.prototype, method);
    for (const [position, parameter] of parameters.entries()) parameter(Worker.prototype, key, position);
    for (const decorator of decorators.toReversed()) decorator(Worker.prototype, key, descriptor);
    Object.defineProperty(Worker.prototype, key, descriptor);
  }
  type(Worker);
  return Worker;
}

function asynchronous({ method }: Cell): (this: Runner, arg: string) => Promise<string> {
  return async function (arg) {
    await Promise.resolve();
    return this.run(method, arg);
  };
}

/** Puts the decorators of Nest somewhere else in each cell. */
function spread(
  among: readonly MethodDecorator[],
  index: number,
  ours: readonly MethodDecorator[],
): MethodDecorator[] {
  const all = [...ours];
  for (const [offset, decorator] of among.entries())
    all.splice((index + offset) % (all.length + 1), 0, decorator);
  return all;
}

function decoratorOf(letter: Letter, type: string, method: string): MethodDecorator {
  // The methods of the table take what the types of these two decorators ask for.
  if (letter === 'C') return Cacheable() as MethodDecorator;
  if (letter === 'L') {
    return RateLimited({
      name: `${type}.${method.replaceAll(/\W/g, '')}`,
      limit: LIMIT,
      per: '1h',
    }) as MethodDecorator;
  }
  if (letter === 'R') return Retryable({ attempts: ATTEMPTS, initialDelay: 1, maxDelay: 1 });
  return Timed();
}
