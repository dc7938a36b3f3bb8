import { RateLimited, rateLimitGuard } from '@hydrogenai/rate-limit';
import { Controller, Inject, UseGuards } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { Journal } from './journal.js';
import { DECORATED, GUARDED, SHADOW } from './limits.js';

@Controller()
export class DecoratedMessages {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  @MessagePattern('decorated')
  @RateLimited(DECORATED)
  async decorated(): Promise<string> {
    return this.journal.answer('decorated');
  }

  @MessagePattern('shadow')
  @RateLimited(SHADOW)
  async shadow(): Promise<string> {
    return this.journal.answer('shadow');
  }

  @EventPattern('decorated event')
  @RateLimited(DECORATED)
  async decoratedEvent(_data: unknown): Promise<void> {
    this.journal.answer('decorated event');
  }

  @EventPattern('shadow event')
  @RateLimited(SHADOW)
  async shadowEvent(_data: unknown): Promise<void> {
    this.journal.answer('shadow event');
  }
}

@Controller()
@UseGuards(rateLimitGuard(GUARDED))
export class GuardedMessages {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  @MessagePattern('guarded')
  async guarded(): Promise<string> {
    return this.journal.answer('guarded');
  }

  @EventPattern('guarded event')
  async guardedEvent(_data: unknown): Promise<void> {
    this.journal.answer('guarded event');
  }
}
