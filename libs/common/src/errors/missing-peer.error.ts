import { HydrogenError } from './hydrogen.error.js';

/** Something was asked for that needs an optional package, and the package is not installed. */
export class MissingPeerError extends HydrogenError {
  constructor(feature: string, packageName: string, cause?: unknown) {
    const install = `npm install ${packageName}`;
    super(`${feature} needs the optional package "${packageName}", which is not installed. Run: ${install}`, {
      code: 'MISSING_PEER',
      details: { package: packageName, install },
      cause,
    });
  }
}

/** Whether an import failed because the package itself is absent, and not because something in it is broken. */
export function isAbsent(error: unknown, packageName: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const notFound = error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND';
  return notFound && error.message.includes(`'${packageName}'`);
}
