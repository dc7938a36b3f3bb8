import {
  Controller,
  Get,
  Inject,
  Injectable,
  Param,
  ParseIntPipe,
  Query,
  SetMetadata,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type Scope,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Args, Query as GraphqlQuery, Resolver } from '@nestjs/graphql';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { Cell } from './cells.js';
import { workerType, type WorkerType } from './worker.js';

type HandlersOf = (name: string, cells: readonly Cell[]) => WorkerType;

const ROLE = 'role';

/** Lets in whom a handler's metadata names, so that must be readable on the decorated handler. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    return this.reflector.get<string>(ROLE, context.getHandler()) === headers['role'];
  }
}

/** `GET /<method>/<arg>?n=<whole number>`, for the role `reader`. */
export function httpHandlers(scope: Scope): HandlersOf {
  return (name, cells) =>
    workerType(name, cells, {
      among: ({ method }) => [Get(`${method}/:arg`), SetMetadata(ROLE, 'reader')],
      parameters: [Param('arg'), Query('n', ParseIntPipe)],
      type: (type) => {
        Controller({ scope })(type);
        UseGuards(RoleGuard)(type);
      },
    });
}

export const graphqlHandlers: HandlersOf = (name, cells) =>
  workerType(name, cells, {
    among: ({ method }) => [GraphqlQuery(() => String, { name: method })],
    parameters: [Args('arg', { type: () => String })],
    type: Resolver(),
  });

export const messageHandlers: HandlersOf = (name, cells) =>
  workerType(name, cells, {
    among: ({ method }) => [MessagePattern(method)],
    parameters: [Payload()],
    type: Controller(),
  });

export const eventHandlers: HandlersOf = (name, cells) =>
  workerType(name, cells, {
    // Its type asks for the payload that this table has in all places.
    among: ({ method }) => [EventPattern(method) as MethodDecorator],
    parameters: [Payload()],
    type: Controller(),
  });

export const gatewayHandlers: HandlersOf = (name, cells) =>
  workerType(name, cells, {
    body: ({ method }) =>
      async function (arg) {
        return { event: 'answer', data: this.run(method, arg) };
      },
    among: ({ method }) => [SubscribeMessage(method)],
    parameters: [MessageBody()],
    type: WebSocketGateway({ path: '/table' }),
  });
