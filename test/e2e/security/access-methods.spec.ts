import { AspectRuntimeMissingError, currentContext } from '@hydrogenai/common';
import {
  AuditTrail,
  MemorySink,
  RequiresPermission,
  runAs,
  SecurityModule,
  type Principal,
} from '@hydrogenai/security';
import { Injectable, Module, Scope, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { ContextIdFactory, NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { recorded, ROLES, securedModule, Things, identity, auditKeys } from './support/secured.js';

const operator: Principal = { id: 'olga', roles: ['operator'], tenant: 'acme' };
const reader: Principal = { id: 'rita', roles: ['reader'] };

function start(module: DynamicModule): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
}

async function all(stream: AsyncIterable<string>): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe('a method that requires a permission', () => {
  it('runs for who has it, as whom it was called, and for nobody else', async () => {
    const app = await start(securedModule({}));
    const things = app.get(Things);
    expect(await runAs(operator, () => things.delete())).toBe('olga of acme');
    await expect(runAs(reader, () => things.delete())).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await expect(things.delete()).rejects.toMatchObject({ code: 'NOT_AUTHENTICATED' });
    await expect(runAs(operator, () => runAs(reader, () => things.delete()))).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
    });
    expect(things.deleted).toBe(1);
    expect(await recorded(app)).toEqual([
      'olga allowed things:delete on Things.delete: granted',
      'rita denied things:delete on Things.delete: no-permission',
      'nobody denied things:delete on Things.delete: not-authenticated',
      'rita denied things:delete on Things.delete: no-permission',
    ]);
    await app.close();
  });

  it('that streams is refused before its first chunk, by who has called it and not by who reads it', async () => {
    const app = await start(securedModule({}));
    const things = app.get(Things);
    expect(await all(runAs(operator, () => things.deleteSlowly()))).toHaveLength(1);
    const stream = runAs(reader, () => things.deleteSlowly());
    await expect(runAs(operator, () => all(stream))).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    expect(things.deleted).toBe(1);
    await app.close();
  });

  it('fails closed on an instance that Nest did not make, and without the module', async () => {
    await expect(runAs(operator, () => new Things().delete())).rejects.toThrow(AspectRuntimeMissingError);
    await expect(runAs(operator, () => all(new Things().deleteSlowly()))).rejects.toThrow(
      AspectRuntimeMissingError,
    );
    @Module({ providers: [Things, { provide: 'made', useFactory: () => new Things() }] })
    class WithoutSecurity {}
    const app = await NestFactory.createApplicationContext(WithoutSecurity, { logger: false });
    await expect(runAs(operator, () => app.get(Things).delete())).rejects.toThrow(/Import SecurityModule/);
    await expect(runAs(operator, () => app.get<Things>('made').delete())).rejects.toThrow(
      AspectRuntimeMissingError,
    );
    await app.close();
  });

  it('works in request scope, with #private fields, through a subclass and on calls of the class to itself', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Base {
      #secret = 'private';

      @RequiresPermission('things:delete')
      async delete(): Promise<string> {
        return this.#secret;
      }

      async through(): Promise<string> {
        return this.delete();
      }
    }
    @Injectable({ scope: Scope.REQUEST })
    class Derived extends Base {}
    const app = await start(securedModule({ providers: [Derived] }));
    const derived = await app.resolve(Derived, ContextIdFactory.create());
    expect(await runAs(operator, () => derived.through())).toBe('private');
    await expect(runAs(reader, () => derived.through())).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await app.close();
  });

  it('may require several: all of them', async () => {
    @Injectable()
    class Several {
      @RequiresPermission('things:read', 'things:delete')
      async both(): Promise<string> {
        return currentContext()?.principal?.id ?? 'nobody';
      }
    }
    const app = await start(securedModule({ providers: [Several] }));
    const several = app.get(Several);
    expect(await runAs(operator, () => several.both())).toBe('olga');
    await expect(runAs(reader, () => several.both())).rejects.toMatchObject({ permission: 'things:delete' });
    await app.close();
  });
});

describe('the start of an application', () => {
  it.each([
    ['thing:delete', /^@RequiresPermission on Misspelt\.method: .*did you mean "things:delete"/],
    ['audit:read', /^@RequiresPermission on Misspelt\.method: expected a permission that a role has/],
  ])('fails for the permission %s, which nobody can have', async (permission, message) => {
    @Injectable()
    class Misspelt {
      @RequiresPermission(permission)
      async method(): Promise<void> {
        // Never called.
      }
    }
    await expect(start(securedModule({ providers: [Misspelt] }))).rejects.toThrow(message);
  });

  it('fails for a role of a key that the table does not know', async () => {
    const roles = { operators: ['things:*'], reader: ['things:read'] };
    await expect(start(securedModule({}, { access: { identity, roles } }))).rejects.toThrow(
      /access\.identity \(its roles\): .*did you mean "operators"/,
    );
  });

  it('fails for a permission without anything that could decide', async () => {
    await expect(start(securedModule({}, { access: undefined }))).rejects.toThrow(
      /^access: expected options of SecurityModule, because Things\.delete has @RequiresPermission/,
    );
  });

  it('takes options that have to be awaited', async () => {
    const security = SecurityModule.forRootAsync({
      useFactory: async () => ({
        access: { identity, roles: ROLES },
        audit: { keys: auditKeys, sink: new MemorySink() },
      }),
    });
    const app = await start({ module: class AsyncModule {}, imports: [security], providers: [Things] });
    expect(await runAs(operator, () => app.get(Things).delete())).toBe('olga of acme');
    await app.close();
  });

  it('shares nothing with another application of the process', async () => {
    const narrow = {
      access: { identity, roles: { operator: ['things:read', 'things:delete'], reader: ['things:*'] } },
    };
    const [one, other] = await Promise.all([start(securedModule({})), start(securedModule({}, narrow))]);
    await expect(runAs(reader, () => one.get(Things).delete())).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
    });
    expect(await runAs(reader, () => other.get(Things).delete())).toBe('rita of no tenant');
    expect(await recorded(one)).toHaveLength(1);
    await one.close();
    expect(await runAs(operator, () => other.get(Things).delete())).toBe('olga of acme');
    expect(await recorded(other)).toHaveLength(2);
    expect(one.get(AuditTrail)).not.toBe(other.get(AuditTrail));
    await other.close();
  });
});
