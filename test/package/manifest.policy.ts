/** The part of a package.json that its users depend on. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly files?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Versions that mean something only inside this repository, or that change under the user's feet. */
const UNPUBLISHABLE = /^(workspace:|file:|link:|portal:|git|https?:|\*$|latest$|$)/;

/** Files that only we need. */
const OURS = /\.(spec|test|bench)\.|\.tsbuildinfo$|(^|\/)(node_modules|coverage|__tests__)\//;

/** What is wrong with a package as packed; empty when it may be published. `packed` holds paths inside the archive. */
export function manifestFaults(manifest: Manifest, packed: readonly string[]): string[] {
  const has = new Set(packed);
  return [
    ...required(manifest),
    ...['README.md', 'LICENSE'].filter((file) => !has.has(file)).map((file) => `${file} is not packed`),
    ...entryFaults(manifest, has),
    ...Object.entries(manifest.bin ?? {}).flatMap(([command, file]) => missing('bin', command, file, has)),
    ...versionFaults(manifest),
    ...packed.filter((file) => OURS.test(file)).map((file) => `${file} is packed, which only we need`),
  ];
}

function required(manifest: Manifest): string[] {
  const faults: string[] = [];
  for (const field of ['name', 'version', 'description', 'license', 'files', 'exports'] as const) {
    if (manifest[field] === undefined) faults.push(`"${field}" is missing`);
  }
  if (manifest.private === true) faults.push('"private" keeps it from being published');
  if (manifest.type !== 'module') faults.push('"type" is not "module"');
  if (manifest.engines?.['node'] === undefined) faults.push('"engines.node" is missing');
  return faults;
}

function entryFaults(manifest: Manifest, packed: ReadonlySet<string>): string[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([entry, target]) => {
    if (entry.includes('*')) return [`exports "${entry}" is a pattern, so nobody can say what is public`];
    if (typeof target === 'string') return missing('exports', entry, target, packed);
    const conditions = Object.keys(target);
    const faults = Object.values(target).flatMap((file) => missing('exports', entry, file, packed));
    if (!conditions.includes('types')) faults.push(`exports "${entry}" has no "types"`);
    if (conditions.at(-1) !== 'default') faults.push(`exports "${entry}" does not end with "default"`);
    return faults;
  });
}

function missing(
  field: 'bin' | 'exports',
  entry: string,
  file: string,
  packed: ReadonlySet<string>,
): string[] {
  return packed.has(file.replace(/^\.\//, ''))
    ? []
    : [`${field} "${entry}" names ${file}, which is not packed`];
}

function versionFaults(manifest: Manifest): string[] {
  const { dependencies, peerDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...dependencies, ...peerDependencies, ...optionalDependencies })
    .filter(([, version]) => UNPUBLISHABLE.test(version))
    .map(([name, version]) => `the version "${version}" of ${name} means nothing to a user`);
}
