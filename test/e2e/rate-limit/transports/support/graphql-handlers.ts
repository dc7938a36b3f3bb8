import { RateLimited, rateLimitGuard } from '@hydrogenai/rate-limit';
import { Inject, UseGuards } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { Journal } from './journal.js';
import { DECORATED, GUARDED, SHADOW } from './limits.js';

@Resolver()
export class DecoratedResolver {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  @Query(() => String)
  @RateLimited(DECORATED)
  async decorated(): Promise<string> {
    return this.journal.answer('decorated');
  }

  @Query(() => String)
  @RateLimited(SHADOW)
  async shadow(): Promise<string> {
    return this.journal.answer('shadow');
  }
}

@Resolver()
@UseGuards(rateLimitGuard(GUARDED))
export class GuardedResolver {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  @Query(() => String)
  async guarded(): Promise<string> {
    return this.journal.answer('guarded');
  }
}
