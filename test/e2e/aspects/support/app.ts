import { AiCacheModule } from '@hydrogenai/ai-cache';
import type { CancelTimer } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import { RateLimitModule } from '@hydrogenai/rate-limit';
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { runtime } from './runtime.js';
import { Runs } from './worker.js';

/** A fake clock that moves on by itself to whatever it was asked to wait for. */
export class HastyClock extends FakeClock {
  override after(ms: number, callback: () => void): CancelTimer {
    const cancel = super.after(ms, callback);
    setImmediate(() => this.advance(ms));
    return cancel;
  }
}

@Module({})
class TableModule {}

/** An application with all that the four decorators need; time stands still for cache and limits. */
export function tableModule({ imports = [], providers = [], ...metadata }: ModuleMetadata): DynamicModule {
  const clock = new FakeClock();
  return {
    ...metadata,
    module: TableModule,
    imports: [
      AiCacheModule.forRoot({ clock }),
      RateLimitModule.forRoot({ clock }),
      runtime({ clock: new HastyClock() }),
      ...imports,
    ],
    providers: [Runs, ...providers],
  };
}
