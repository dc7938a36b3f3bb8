import type { AuditRecord } from '@hydrogenai/security';
import {
  ApiKeyIdentity,
  AuditTrail,
  generateApiKey,
  MemorySink,
  RequiresPermission,
  runAs,
  SecurityModule,
  type IdentityPort,
  type SecurityModuleOptions,
} from '@hydrogenai/security';
import { currentContext } from '@hydrogenai/common';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  Req,
  type DynamicModule,
  type ModuleMetadata,
} from '@nestjs/common';
import { randomBytes } from 'node:crypto';

/** A key of each kind of caller: one that may, one that may not, and one that nobody knows. */
export const KEYS = { operator: generateApiKey(), reader: generateApiKey(), stranger: generateApiKey() };

export const ROLES = { operator: ['things:*'], reader: ['things:read'] };

export const identity = new ApiKeyIdentity([
  { id: 'olga', hash: KEYS.operator.hash, roles: ['operator'], tenant: 'acme' },
  { id: 'rita', hash: KEYS.reader.hash, roles: ['reader'] },
]);

export function headersOf(who: keyof typeof KEYS | undefined): Record<string, string> {
  return who === undefined ? {} : { authorization: `Bearer ${KEYS[who].key.reveal()}` };
}

/** Who is known to be calling, from below. */
export function whoCalls(): string {
  const { principal, tenant } = currentContext() ?? {};
  return `${principal?.id ?? 'nobody'} of ${tenant ?? 'no tenant'}`;
}

@Injectable()
export class Things {
  deleted = 0;

  @RequiresPermission('things:delete')
  async delete(): Promise<string> {
    this.deleted += 1;
    return whoCalls();
  }

  @RequiresPermission('things:delete')
  async *deleteSlowly(): AsyncGenerator<string> {
    this.deleted += 1;
    yield whoCalls();
  }
}

@Controller('things')
export class ThingsController {
  calls = 0;

  constructor(@Inject(Things) private readonly things: Things) {}

  @Get('open')
  open(): string {
    return whoCalls();
  }

  @Get('delete')
  @RequiresPermission('things:delete')
  async delete(): Promise<string> {
    this.calls += 1;
    await Promise.resolve();
    return whoCalls();
  }

  /** Lets itself be called as somebody who may not. */
  @Get('as-reader')
  @RequiresPermission('things:delete')
  async asReader(): Promise<string> {
    const { principal } = currentContext() ?? {};
    if (principal?.id === 'rita') return 'rita was let in';
    return runAs({ id: 'rita', roles: ['reader'] }, () => this.asReader());
  }

  /** Where guards and limits of others look. */
  @Get('user')
  user(@Req() request: { readonly user?: { readonly id: string } }): string {
    return request.user?.id ?? 'nobody';
  }

  /** Not guarded itself; what it calls is. */
  @Get('below')
  async below(): Promise<string> {
    return this.things.delete();
  }
}

export interface SecuredOptions extends Partial<SecurityModuleOptions> {
  readonly identity?: IdentityPort;
}

export const auditKeys = { keys: [{ id: 'k', secret: randomBytes(32) }] };

export function securedModule(
  metadata: ModuleMetadata,
  { identity: port = identity, ...options }: SecuredOptions = {},
): DynamicModule {
  const security = SecurityModule.forRoot({
    access: { identity: port, roles: ROLES },
    audit: { keys: auditKeys, sink: new MemorySink() },
    ...options,
  });
  return {
    ...metadata,
    module: SecuredAppModule,
    imports: [security, ...(metadata.imports ?? [])],
    providers: [Things, ...(metadata.providers ?? [])],
  };
}

class SecuredAppModule {}

/** What the trail says, oldest first, in a word each. */
export async function recorded(app: { get(token: typeof AuditTrail): AuditTrail }): Promise<string[]> {
  const trail = app.get(AuditTrail);
  const names = new Map(['olga', 'rita'].map((name) => [trail.pseudonymOf(name), name]));
  const word = ({ actor, decision, action, resource, reason }: AuditRecord): string =>
    `${names.get(actor ?? '') ?? 'nobody'} ${decision} ${action} on ${resource}: ${reason}`;
  expectSound(await trail.verify());
  return (await trail.latest()).toReversed().map(word);
}

function expectSound(verdict: { readonly valid: boolean }): void {
  if (!verdict.valid) throw new Error('the trail is not valid');
}
