import { Inject, Injectable, Optional } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import type { ResolvedAccess } from './access/access.options.js';
import { RESOLVED_ACCESS } from './access/access.tokens.js';
import { PrincipalInterceptor } from './access/principal.interceptor.js';
import { SafeExceptionFilter } from './errors/safe-exception.filter.js';
import { SECURITY_OPTIONS } from './security.module-definition.js';
import type { SecurityModuleOptions } from './security.options.js';

/**
 * Puts our guard and interceptor before all others of the application, and asks our filter last. `APP_GUARD` would leave
 * the order to that of the modules; what is added while providers are made is the first.
 */
@Injectable()
export class GlobalEnhancers {
  constructor(
    @Inject(ApplicationConfig) application: ApplicationConfig,
    @Inject(SECURITY_OPTIONS) { errors = {} }: SecurityModuleOptions,
    @Optional() @Inject(RESOLVED_ACCESS) access: ResolvedAccess | undefined,
    @Inject(AccessGuard) guard: AccessGuard,
    @Inject(PrincipalInterceptor) principals: PrincipalInterceptor,
  ) {
    if (access) {
      application.addGlobalGuard(guard);
      application.addGlobalInterceptor(principals);
    }
    if (errors !== false) application.addGlobalFilter(new SafeExceptionFilter(errors));
  }
}
