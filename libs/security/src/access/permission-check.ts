import { InvalidOptionError } from '@hydrogenai/common';
import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { ResolvedAccess } from './access.options.js';
import { RESOLVED_ACCESS } from './access.tokens.js';
import { requiredPermissions } from './required-permissions.js';

/** Asks the policy at the start about every permission that the application requires: a typo must not deny for ever. */
@Injectable()
export class PermissionCheck implements OnModuleInit {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Optional() @Inject(RESOLVED_ACCESS) private readonly access: ResolvedAccess | undefined,
  ) {}

  onModuleInit(): void {
    const wrappers = [...this.discovery.getControllers(), ...this.discovery.getProviders()];
    const classes = new Set<unknown>(wrappers.map(({ metatype }) => metatype));
    for (const type of classes) {
      // A factory has no prototype, and what it makes no decorated method that runs.
      const prototype: unknown = typeof type === 'function' ? type.prototype : undefined;
      for (const [name, method] of methodsOf(prototype)) this.check(name, method);
    }
  }

  private check(name: string, method: object): void {
    for (const permission of requiredPermissions(method)) {
      if (!this.access) {
        const accepted = `options of SecurityModule, because ${name} has @RequiresPermission`;
        throw new InvalidOptionError({ field: 'access', accepted, received: undefined });
      }
      this.access.policy.checkPermission?.(permission, `@RequiresPermission on ${name}`);
    }
  }
}

/** Methods of a class and of those that it extends. Getters are not run. */
function* methodsOf(prototype: unknown): Generator<[string, object]> {
  let current = prototype;
  while (typeof current === 'object' && current !== null && current !== Object.prototype) {
    for (const key of Reflect.ownKeys(current)) {
      const value: unknown = Reflect.getOwnPropertyDescriptor(current, key)?.value;
      if (typeof value === 'function' && key !== 'constructor') {
        yield [`${current.constructor.name}.${String(key)}`, value];
      }
    }
    current = Object.getPrototypeOf(current);
  }
}
