import { HydrogenError } from '../errors/hydrogen.error.js';
import type { MethodCall } from './aspect.js';

/** A decorated method was called on an instance that Nest did not make, or without the module that serves the decorator. */
export class AspectRuntimeMissingError extends HydrogenError {
  constructor(decorator: string, module: string, { className, methodName }: MethodCall) {
    super(
      `@${decorator} on ${className}.${methodName}: nothing to run it with. Import ${module} in the application, and let Nest ` +
        `create ${className} as a class provider or controller (not with "new" and not in a useFactory).`,
      { code: 'ASPECT_RUNTIME_MISSING', details: { decorator, module, className, methodName } },
    );
  }
}
