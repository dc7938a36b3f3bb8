import {
  Injectable,
  type INestApplicationContext,
  type OnModuleInit,
  type Provider,
  type Scope,
} from '@nestjs/common';
import { ContextIdFactory, ModuleRef, NestFactory } from '@nestjs/core';
import { tableModule } from './app.js';
import type { Cell } from './cells.js';
import { answerOf, type Place } from './place.js';
import { Runs, workerType, type Runner, type WorkerType } from './worker.js';

export type StartPlace = (name: string, cells: readonly Cell[]) => Promise<Place>;

export const inSingleton: StartPlace = (name, cells) => {
  const type = workerType(name, cells);
  return start([type], (app) => app.get(type));
};

/** Async generators. A call reads all chunks; a run that fails does so before the first. */
export const inStreams: StartPlace = (name, cells) => {
  const type = workerType(name, cells, { body: chunksOf });
  return start([type], (app) => app.get(type), readAll);
};

export function chunksOf({ method }: Cell): (this: Runner, arg: string) => AsyncGenerator<string> {
  return async function* (arg) {
    yield* this.run(method, arg);
  };
}

async function readAll(worker: Runner, method: string, arg: string): Promise<string> {
  let text = '';
  const stream: AsyncIterable<string> = Reflect.apply(Reflect.get(worker, method), worker, [arg]);
  for await (const chunk of stream) text += chunk;
  return text;
}

/** Methods that are called by symbols, not by the names of their cells. */
export const inSymbols: StartPlace = (name, cells) => {
  const symbols = new Map(cells.map(({ method }) => [method, Symbol(method.slice('Symbol('.length, -1))]));
  const symbolOf = (method: string): symbol => symbols.get(method) ?? Symbol('unknown');
  const type = workerType(name, cells, { key: ({ method }) => symbolOf(method) });
  const call = (worker: Runner, method: string, arg: string): Promise<string> =>
    invoke(worker, symbolOf(method), arg);
  return start([type], (app) => app.get(type), call);
};

/** Two applications of one class, each with the same calls to make. */
export function inTwoApplications(name: string, cells: readonly Cell[]): Promise<readonly Place[]> {
  const type = workerType(name, cells);
  return Promise.all([start([type], (app) => app.get(type)), start([type], (app) => app.get(type))]);
}

/** A fresh instance for each call. */
export function inScope(scope: Scope): StartPlace {
  return (name, cells) => {
    const type = workerType(name, cells, { type: Injectable({ scope }) });
    return start([type], (app) => app.resolve(type, ContextIdFactory.create()));
  };
}

export const byModuleRef: StartPlace = (name, cells) => {
  const type = workerType(name, cells);
  const useFactory = (moduleRef: ModuleRef): Promise<Runner> => moduleRef.create(type);
  return start([{ provide: 'worker', useFactory, inject: [ModuleRef] }], (app) => app.get<Runner>('worker'));
};

/** `new` in a factory: Nest never sees the class. */
export const byFactory: StartPlace = (name, cells) => {
  const type = workerType(name, cells);
  const useFactory = (runs: Runs): Runner => new type(runs);
  return start([{ provide: 'worker', useFactory, inject: [Runs] }], (app) => app.get<Runner>('worker'));
};

export const byHand: StartPlace = async (name, cells) => {
  const type = workerType(name, cells);
  const runs = new Runs();
  return placeOf(runs, new type(runs));
};

export const inSubclass: StartPlace = (name, cells) => {
  @Injectable()
  class Derived extends workerType(name, cells) {}
  return start([Derived], (app) => app.get(Derived));
};

/** Methods that are overridden without a decorator of their own. */
export function overriding(override: (base: WorkerType, cell: Cell) => Method): StartPlace {
  return (name, cells) => {
    const base = workerType(name, cells);
    @Injectable()
    class Derived extends base {}
    for (const cell of cells) {
      Object.defineProperty(Derived.prototype, cell.method, { value: override(base, cell) });
    }
    return start([Derived], (app) => app.get(Derived));
  };
}

type Method = (this: Runner, arg: string) => unknown;

export function throughSuper(base: WorkerType, { method }: Cell): Method {
  return function (arg) {
    return invoke(this, method, arg, base.prototype);
  };
}

export function withoutSuper(_base: WorkerType, { method }: Cell): Method {
  return async function (arg) {
    return this.run(method, arg);
  };
}

/** An undecorated method that calls the decorated one on `this`. */
export const throughItself: StartPlace = (name, cells) => {
  @Injectable()
  class Caller extends workerType(name, cells) {
    callItself(method: string, arg: string): Promise<string> {
      return invoke(this, method, arg);
    }
  }
  return start(
    [Caller],
    (app) => app.get(Caller),
    (caller, method, arg) => caller.callItself(method, arg),
  );
};

/** Does `work` in `onModuleInit` of the decorated class. */
export async function inOnModuleInit(
  name: string,
  cells: readonly Cell[],
  work: (place: Place) => Promise<void>,
): Promise<void> {
  const runs = new Runs();
  @Injectable()
  class Eager extends workerType(name, cells) implements OnModuleInit {
    async onModuleInit(): Promise<void> {
      await work(placeOf(runs, this));
    }
  }
  await using _place = await start([{ provide: Runs, useValue: runs }, Eager], (app) => app.get(Eager));
}

async function start<Worker extends Runner>(
  providers: Provider[],
  workerOf: (app: INestApplicationContext) => Worker | Promise<Worker>,
  call: (worker: Worker, method: string, arg: string) => Promise<string> = invoke,
): Promise<Place> {
  const app = await NestFactory.createApplicationContext(tableModule({ providers }), {
    logger: false,
    abortOnError: false,
  });
  return {
    runs: app.get(Runs),
    call: async (method, arg) => answerOf(call(await workerOf(app), method, arg)),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

function placeOf(runs: Runs, worker: Runner): Place {
  return {
    runs,
    call: (method, arg) => answerOf(invoke(worker, method, arg)),
    async [Symbol.asyncDispose]() {
      // Whoever made the worker ends it.
    },
  };
}

async function invoke(
  worker: Runner,
  method: string | symbol,
  arg: string,
  source: object = worker,
): Promise<string> {
  return Reflect.apply(Reflect.get(source, method), worker, [arg]);
}
