import { isHydrogenError } from '@hydrogenai/common';

/** One line for the failures that people meet, the stack for the others. */
export function describeStartFailure(error: unknown): string {
  if (isHydrogenError(error)) return error.message;
  if (!(error instanceof Error)) return 'The demo could not start.';
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Stop that one, or start with another port: PORT=3100 npm start`;
    case 'EACCES':
      return `Port ${port} needs more rights than this user has. Start with a port above 1023: PORT=3000 npm start`;
    default:
      return error.stack ?? error.message;
  }
}
