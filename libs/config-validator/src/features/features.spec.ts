import { Inject, Injectable, Module, type Type } from '@nestjs/common';
import { LazyModuleLoader, NestFactory } from '@nestjs/core';
import { IsInt, Max } from 'class-validator';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigurationError } from '../boot/configuration.error.js';
import { ConfigValidatorModule } from '../config-validator.module.js';
import { ConfigValidatorService } from '../config-validator.service.js';
import { defineHydrogenai } from '../define-hydrogenai.js';
import { ConfigSchema } from '../schema/config-schema.decorator.js';
import { Env } from '../schema/env.decorator.js';
import type { ConfigurationSchema } from '../schema/schema-description.js';
import { standardSchema } from '../schema/standard-schema.js';
import type { EnvironmentLike } from '../sources/env-layer.js';
import { UncheckedSchemaError } from './unchecked-schema.error.js';

@ConfigSchema({ title: 'Root' })
class Root {
  @Env('ROOT') root!: string;
}

@ConfigSchema({ title: 'Mail' })
class Mail {
  @Env('MAIL_SIZE') @IsInt() @Max(10) size!: number;
}

const search = standardSchema({ title: 'Search', schema: z.object({ SEARCH_URL: z.url() }) });

@Injectable()
class Mailer {
  constructor(
    @Inject(Mail) readonly mail: Mail,
    @Inject(search.token) readonly search: { readonly SEARCH_URL: string },
  ) {}
}

@Module({ imports: [ConfigValidatorModule.forFeature([Mail, search])], providers: [Mailer] })
class MailModule {}

@Module({ imports: [ConfigValidatorModule.forFeature([search, Mail])] })
class OtherModule {}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

async function start(env: EnvironmentLike, features: Type[], schemas: Type[] = [Root]) {
  @Module({ imports: [...features, ConfigValidatorModule.forRoot({ schemas, env })] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { abortOnError: false, logger: false });
  open.push(app);
  return app;
}

const good = { ROOT: 'r', MAIL_SIZE: '3', SEARCH_URL: 'http://search/' };

describe('the schemas of feature modules', () => {
  it('must be declared where the command reads the same object, so that it checks what the boot does', async () => {
    const boot = async (schemas: readonly ConfigurationSchema[]) => {
      const declared = defineHydrogenai({ schemas, env: good });
      @Module({ imports: [MailModule, ConfigValidatorModule.forRoot(declared)] })
      class App {}
      const app = await NestFactory.createApplicationContext(App, { abortOnError: false, logger: false });
      open.push(app);
      return app.get(ConfigValidatorService).report().health;
    };
    await expect(boot([Root, Mail])).rejects.toThrow(
      'schemas of defineHydrogenai(): expected "Search" of a forFeature() among them',
    );
    await expect(boot([Root, Mail, search])).resolves.toBe('healthy');
  });

  it('are injected there, checked', async () => {
    const app = await start(good, [MailModule, OtherModule]);
    const mailer = app.get(Mailer, { strict: false });
    expect(mailer.mail).toBeInstanceOf(Mail);
    expect([mailer.mail.size, mailer.search.SEARCH_URL]).toEqual([3, 'http://search/']);
  });

  it('are in the one report, each once, together with the root', async () => {
    const refused = start({ MAIL_SIZE: '11', SEARCH_URL: 'no' }, [MailModule, OtherModule]);
    const error: unknown = await refused.catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({
      report: { errors: [{ subject: 'ROOT' }, { subject: 'MAIL_SIZE' }, { subject: 'SEARCH_URL' }] },
    });
  });

  it('may be all there are', async () => {
    const app = await start(good, [MailModule], []);
    expect(
      app
        .get(ConfigValidatorService)
        .report()
        .findings.map(({ subject }) => subject),
    ).toEqual(['MAIL_SIZE', 'SEARCH_URL']);
  });

  it('belong to their application: another one without the feature knows nothing of it', async () => {
    await start(good, [MailModule]);
    const other = await start({ ROOT: 'r' }, []);
    expect(
      other
        .get(ConfigValidatorService)
        .report()
        .findings.map(({ subject }) => subject),
    ).toEqual(['ROOT']);
    await expect(start({ ROOT: 'r' }, [MailModule])).rejects.toThrow(ConfigurationError);
  });

  it('cannot come after the check unnoticed', async () => {
    const app = await start(good, []);
    await expect(app.get(LazyModuleLoader).load(() => MailModule)).rejects.toThrow(UncheckedSchemaError);
  });
});
