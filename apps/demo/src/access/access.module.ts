import { isSecret, Masker, OutputFilter } from '@hydrogenai/security';
import { Module } from '@nestjs/common';
import { DemoEnvironment } from '../config/demo.environment.js';
import { ACCESS_KEYS, accessKeysOf } from './access-keys.js';

/** What the security of the demo is made of. */
@Module({
  providers: [
    { provide: ACCESS_KEYS, inject: [DemoEnvironment], useFactory: accessKeysOf },
    { provide: Masker, inject: [DemoEnvironment], useFactory: maskerOf },
    { provide: OutputFilter, inject: [Masker], useFactory: answerFilter },
  ],
  exports: [ACCESS_KEYS, Masker, OutputFilter],
})
export class AccessModule {}

/** Knows every secret of the configuration by its value. They are not enumerable, so that no print shows them. */
function maskerOf(environment: DemoEnvironment): Masker {
  const values: unknown[] = Reflect.ownKeys(environment).map((name) => Reflect.get(environment, name));
  return new Masker({ secrets: values.filter(isSecret) });
}

/** Answers are shown as text, so script in them is left as it is. */
function answerFilter(masker: Masker): OutputFilter {
  return new OutputFilter({ secrets: masker, kinds: ['secret', 'pii'] });
}
