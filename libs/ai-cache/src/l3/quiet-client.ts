import type { EventEmitter } from 'node:events';

/**
 * A client class for `@keyv/postgres` that does not end the process: `new KeyvPostgres({ uri, Client: quietClient(pg.Client) })`.
 * When the server closes a connection that nobody uses, the pool of `pg` throws unless somebody listens to it, and
 * `@keyv/postgres` 2.2 neither listens nor lets anybody else. The pool has taken the connection out by then; the next
 * query makes another.
 */
// A mixin's constructor must take any arguments (https://www.typescriptlang.org/docs/handbook/mixins.html).
// oxlint-disable-next-line typescript/no-explicit-any
export function quietClient<Client extends new (...args: any[]) => EventEmitter>(client: Client): Client {
  return class extends client {
    override emit(event: string | symbol, ...args: unknown[]): boolean {
      if (event !== 'error') return super.emit(event, ...args);
      try {
        return super.emit(event, ...args);
      } catch {
        return true; // what the pool makes of an error that it has dealt with
      }
    }
  };
}
