import { RateLimited, rateLimitGuard } from '@hydrogenai/rate-limit';
import { Controller, Get, Inject, Param, ParseIntPipe, UseGuards } from '@nestjs/common';
import { DECORATED, GUARDED, INNER, SHADOW } from './limits.js';
import { Journal } from './journal.js';

@Controller()
export class DecoratedController {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  @Get('decorated')
  @RateLimited(DECORATED)
  async decorated(): Promise<string> {
    return this.journal.answer('decorated');
  }

  @Get('shadow')
  @RateLimited(SHADOW)
  async shadow(): Promise<string> {
    return this.journal.answer('shadow');
  }

  @Get('free')
  async free(): Promise<string> {
    return this.journal.answer('free');
  }
}

@Controller()
@UseGuards(rateLimitGuard(GUARDED))
export class GuardedController {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  @Get('guarded')
  async guarded(): Promise<string> {
    return this.journal.answer('guarded');
  }

  @Get('numbers/:number')
  async numbers(@Param('number', ParseIntPipe) number: number): Promise<string> {
    return this.journal.answer(`number ${number}`);
  }

  @Get('both')
  @RateLimited(INNER)
  async both(): Promise<string> {
    return this.journal.answer('both');
  }
}
