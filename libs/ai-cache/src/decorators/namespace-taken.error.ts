import { HydrogenError, type MethodCall } from '@hydrogenai/common';

/** Two methods would answer for each other: their classes and methods have the same names, and neither has a namespace. */
export class NamespaceTakenError extends HydrogenError {
  constructor({ className, methodName }: MethodCall) {
    super(
      `@Cacheable on ${className}.${methodName}: another class ${className} with a cached method ${methodName} uses this ` +
        'namespace already, and each would get answers of the other. Give each a namespace of its own.',
      { code: 'CACHE_NAMESPACE_TAKEN', details: { className, methodName } },
    );
  }
}
