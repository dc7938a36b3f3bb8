import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AccessControl } from './access/access.control.js';
import { AccessGuard } from './access/access.guard.js';
import { resolveAccess } from './access/access.options.js';
import { RESOLVED_ACCESS } from './access/access.tokens.js';
import { IdentifiedCalls } from './access/identified-calls.js';
import { PermissionCheck } from './access/permission-check.js';
import { PrincipalInterceptor } from './access/principal.interceptor.js';
import { AuditTrail } from './audit/audit-trail.js';
import { GlobalEnhancers } from './global-enhancers.js';
import { Masker } from './masking/masker.js';
import { MASKER } from './masking/masker.tokens.js';
import { ConfigurableSecurityModule, SECURITY_OPTIONS } from './security.module-definition.js';
import type { SecurityModuleOptions } from './security.options.js';

/** Roles on handlers and methods, the audit trail, and errors that say nothing foreign. Global, unless `isGlobal: false`. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    {
      provide: RESOLVED_ACCESS,
      useFactory: ({ access }: SecurityModuleOptions) => access && resolveAccess(access),
      inject: [SECURITY_OPTIONS],
    },
    {
      provide: AuditTrail,
      useFactory: ({ audit }: SecurityModuleOptions) => audit && new AuditTrail(audit),
      inject: [SECURITY_OPTIONS],
    },
    {
      provide: MASKER,
      useFactory: ({ masking }: SecurityModuleOptions) =>
        masking instanceof Masker ? masking : new Masker(masking),
      inject: [SECURITY_OPTIONS],
    },
    AccessControl,
    IdentifiedCalls,
    AccessGuard,
    PrincipalInterceptor,
    PermissionCheck,
    GlobalEnhancers,
  ],
  exports: [AccessControl, AccessGuard, IdentifiedCalls, AuditTrail, MASKER],
})
export class SecurityModule extends ConfigurableSecurityModule {}
