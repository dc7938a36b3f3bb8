// A process of its own: asks a controller under Nest's CacheInterceptor twice, prints both answers, closes and ends.
import { AiCacheModule } from '@hydrogenai/ai-cache';
import { CACHE_MANAGER, CacheInterceptor } from '@nestjs/cache-manager';
import { Controller, Get, Module, UseInterceptors } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Cache } from 'cache-manager';
import { eventually } from './eventually.js';

@Controller()
class Numbers {
  calls = 0;

  @Get()
  @UseInterceptors(CacheInterceptor)
  next(): { call: number } {
    return { call: ++this.calls };
  }
}

const url = process.env['REDIS_URL'];
@Module({
  imports: [AiCacheModule.forRoot({ l2: url === undefined ? undefined : { url }, l2DeadlineMs: 5_000 })],
  controllers: [Numbers],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
const ask = async (): Promise<string> => (await fetch(await app.getUrl())).text();
const first = await ask();
// Nest stores after it has answered.
await eventually(
  () => app.get<Cache>(CACHE_MANAGER).get('/'),
  (stored) => stored !== undefined,
);
process.stdout.write(`answers ${first} ${await ask()}\n`);
await app.close();
