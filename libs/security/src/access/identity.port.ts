import type { Principal } from '@hydrogenai/common';
import type { ExecutionContext } from '@nestjs/common';

/** What a call brings along to say who makes it. */
export interface CallCredentials {
  /**
   * A header by its lower-case name: of HTTP, of the handshake of a socket, of the metadata of a message on transports
   * that have some (gRPC, NATS, RabbitMQ, Kafka, MQTT). Undefined when it is missing or no text.
   */
  header(name: string): string | undefined;
  readonly context: ExecutionContext;
}

/** Somebody, or nobody; `presented` tells that the caller has shown something that is not recognised. */
export type Identified = Principal | { readonly presented: boolean };

/** Finds out who calls. */
export interface IdentityPort {
  /** What it throws refuses the call. It never throws for wrong credentials. */
  identify(credentials: CallCredentials): Identified | Promise<Identified>;
  /** All roles that it can give, where it knows them: checked against the policy at the start. */
  readonly roles?: readonly string[];
}

export function isPrincipal(identified: Identified): identified is Principal {
  return 'id' in identified;
}
