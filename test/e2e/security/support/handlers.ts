import { RequiresPermission, SafeExceptionFilter } from '@hydrogenai/security';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type WsResponse,
} from '@nestjs/websockets';
import { Things, whoCalls } from './secured.js';

/** What an error of nobody knows whom says. */
export const CANARY = 'canary-7f3a';

@Controller()
export class ThingsMessages {
  constructor(@Inject(Things) private readonly things: Things) {}

  @MessagePattern('open')
  open(): string {
    return whoCalls();
  }

  @MessagePattern('delete')
  @RequiresPermission('things:delete')
  async delete(@Payload() _data: unknown): Promise<string> {
    return whoCalls();
  }

  @MessagePattern('below')
  async below(): Promise<string> {
    return this.things.delete();
  }

  @MessagePattern('broken')
  broken(): never {
    throw new Error(CANARY);
  }
}

@Resolver()
export class ThingsResolver {
  constructor(@Inject(Things) private readonly things: Things) {}

  @Query(() => String)
  open(): string {
    return whoCalls();
  }

  @Query(() => String, { name: 'delete' })
  @RequiresPermission('things:delete')
  async delete(): Promise<string> {
    return whoCalls();
  }

  @Query(() => String)
  async below(): Promise<string> {
    return this.things.delete();
  }

  @Query(() => String)
  broken(): never {
    throw new Error(CANARY);
  }
}

@WebSocketGateway()
@UseFilters(new SafeExceptionFilter())
export class ThingsGateway {
  constructor(@Inject(Things) private readonly things: Things) {}

  /** The adapter of ws keeps no request with its sockets; an application does so by itself. */
  handleConnection(client: object, request: unknown): void {
    Reflect.set(client, 'request', request);
  }

  @SubscribeMessage('open')
  open(): WsResponse<string> {
    return { event: 'answer', data: whoCalls() };
  }

  @SubscribeMessage('delete')
  @RequiresPermission('things:delete')
  async delete(
    @ConnectedSocket() _client: unknown,
    @MessageBody() _data: unknown,
  ): Promise<WsResponse<string>> {
    return { event: 'answer', data: whoCalls() };
  }

  @SubscribeMessage('below')
  async below(): Promise<WsResponse<string>> {
    return { event: 'answer', data: await this.things.delete() };
  }

  @SubscribeMessage('broken')
  broken(): never {
    throw new Error(CANARY);
  }
}
