import { RateLimited, rateLimitGuard } from '@hydrogenai/rate-limit';
import { Inject, UseGuards } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';
import { Journal } from './journal.js';
import { DECORATED, GUARDED, SHADOW } from './limits.js';

@WebSocketGateway({ path: '/decorated' })
export class DecoratedGateway {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  @SubscribeMessage('decorated')
  @RateLimited(DECORATED)
  async decorated(): Promise<WsResponse<string>> {
    return { event: 'answer', data: this.journal.answer('decorated') };
  }

  @SubscribeMessage('shadow')
  @RateLimited(SHADOW)
  async shadow(): Promise<WsResponse<string>> {
    return { event: 'answer', data: this.journal.answer('shadow') };
  }
}

@WebSocketGateway({ path: '/guarded' })
@UseGuards(rateLimitGuard(GUARDED))
export class GuardedGateway {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  @SubscribeMessage('guarded')
  async guarded(): Promise<WsResponse<string>> {
    return { event: 'answer', data: this.journal.answer('guarded') };
  }
}
