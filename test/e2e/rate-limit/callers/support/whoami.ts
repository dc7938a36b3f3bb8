import { by, CallerResolver, RateLimited, RateLimitModule, type CallerOptions } from '@hydrogenai/rate-limit';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Controller, Get, Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { MessagePattern } from '@nestjs/microservices';
import { SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { defer, type Observable } from 'rxjs';

/** Two awaits below a handler. */
@Injectable()
export class Whoami {
  constructor(@Inject(CallerResolver) private readonly callers: CallerResolver) {}

  async keys(): Promise<string> {
    await sleep(1);
    const caller = this.callers.current();
    return [by.user, by.tenant, by.ip].map((key) => key.of(caller) ?? 'nobody').join(' | ');
  }

  @RateLimited({ name: 'user', limit: 1, per: '1h', key: by.user })
  async byUser(): Promise<string> {
    return 'done';
  }

  @RateLimited({ name: 'tenant', limit: 1, per: '1h', key: by.tenant })
  async byTenant(): Promise<string> {
    return 'done';
  }
}

@Controller()
export class WhoamiController {
  constructor(@Inject(Whoami) private readonly whoami: Whoami) {}

  @Get('keys')
  @MessagePattern('keys')
  async keys(): Promise<string> {
    return this.whoami.keys();
  }

  @Get('user')
  async user(): Promise<string> {
    await sleep(1);
    return this.whoami.byUser();
  }

  @Get('tenant')
  async tenant(): Promise<string> {
    return this.whoami.byTenant();
  }

  @Get('stream')
  @RateLimited({ name: 'stream', limit: 1, per: '1h', key: by.user })
  async *stream(): AsyncGenerator<string, void, undefined> {
    yield await this.whoami.keys();
  }
}

/** Works when it is subscribed, as many libraries of RxJS do. */
@Controller('observable')
export class ObservableController {
  constructor(@Inject(Whoami) private readonly whoami: Whoami) {}

  @Get('keys')
  keys(): Observable<string> {
    return defer(() => this.whoami.keys());
  }
}

@Resolver()
export class WhoamiResolver {
  constructor(@Inject(Whoami) private readonly whoami: Whoami) {}

  @Query(() => String)
  async keys(): Promise<string> {
    return this.whoami.keys();
  }
}

@WebSocketGateway()
export class WhoamiGateway {
  constructor(@Inject(Whoami) private readonly whoami: Whoami) {}

  /** What an application does that knows its sockets' users, or runs behind a proxy. */
  handleConnection(client: object, request: IncomingMessage): void {
    const user = request.headers['x-user'];
    if (user !== undefined) Object.assign(client, { user, request });
  }

  @SubscribeMessage('keys')
  async keys(): Promise<WsResponse<string>> {
    return { event: 'keys', data: await this.whoami.keys() };
  }
}

@Module({})
class WhoamiModule {}

export function whoamiModule(caller: CallerOptions = {}): DynamicModule {
  return {
    module: WhoamiModule,
    imports: [
      RateLimitModule.forRoot({ caller }),
      GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true }),
    ],
    controllers: [WhoamiController, ObservableController],
    providers: [Whoami, WhoamiResolver, WhoamiGateway],
  };
}
