import 'reflect-metadata';

const REQUIRED = 'hydrogenai:required-permissions';

/** What a method requires, all of it; nothing for a method without `@RequiresPermission`. */
export function requiredPermissions(method: object): readonly string[] {
  // Nothing else writes this metadata.
  return (Reflect.getOwnMetadata(REQUIRED, method) as readonly string[] | undefined) ?? [];
}

export function requirePermissions(method: object, permissions: readonly string[]): void {
  const all = [...new Set([...requiredPermissions(method), ...permissions])];
  Reflect.defineMetadata(REQUIRED, all, method);
}
