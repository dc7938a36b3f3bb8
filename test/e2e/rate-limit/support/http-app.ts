import 'reflect-metadata';
import { isHydrogenError } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import { RateLimitModule } from '@hydrogenai/rate-limit';
import { Catch, Module, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Response } from 'express';
import { Answers, AnswersController, PerRequest } from './methods.js';

/** Shows errors of the suite as they are. */
@Catch()
class AllErrors implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (isHydrogenError(error)) response.status(error.httpStatus).json(error);
    else response.status(500).json({ message: String(error) });
  }
}

@Module({
  // Time stands still, so waiting times in answers are exact.
  imports: [RateLimitModule.forRoot({ clock: new FakeClock() })],
  providers: [Answers, PerRequest],
  controllers: [AnswersController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
app.useGlobalFilters(new AllErrors());
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.stdout.write(`listening on ${await app.getUrl()}\n`);
