// The process of an upstream: node upstream.host.js <module url> <options as JSON>.
export interface UpstreamMessage<Info> {
  readonly info: Info;
}

/** What a module that is run by `spawnUpstream` exports. */
export interface UpstreamModule {
  /** Starts the server; what it returns goes to the bench as plain data. */
  readonly start: (options: object) => unknown;
}

process.once('disconnect', () => process.exit(0));
const [module = '', options = '{}'] = process.argv.slice(2);
const { start }: UpstreamModule = await import(module);
const info = await start(JSON.parse(options));
const message: UpstreamMessage<unknown> = { info };
process.send?.(message);
