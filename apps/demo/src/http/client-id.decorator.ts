import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Who asks, for limits: the address of the connection. Forwarding headers are not believed; anybody can send them. */
export const ClientId = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const { socket } = context.switchToHttp().getRequest<Request>();
  return socket.remoteAddress ?? 'unknown';
});
