import 'reflect-metadata';
import { HealthModule, type HealthOptions } from '@hydrogenai/health';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AddressInfo } from 'node:net';

/** A process of its own: service.ts <health options as JSON>. It prints its port, and its event loop can be blocked. */
// Written by the test that starts it.
const options = JSON.parse(process.argv[2] ?? '{}') as HealthOptions;

@Controller()
class BlockController {
  @Get('block/:ms')
  block(@Param('ms') ms: string): string {
    const until = performance.now() + Number(ms);
    while (performance.now() < until);
    return 'done';
  }
}

@Module({ imports: [HealthModule.forRoot(options)], controllers: [BlockController] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: false });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
// A server that listens on TCP has such an address.
const { port } = app.getHttpServer().address() as AddressInfo;
process.stdout.write(`port ${port}\n`);
