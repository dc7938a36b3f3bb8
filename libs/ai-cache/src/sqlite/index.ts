// The third tier in a file, on the SQLite of Node
export { SqliteKeyvStore, type SqliteKeyvStoreOptions } from './sqlite-keyv.store.js';
export { SqliteStoreError } from './sqlite-store.error.js';
