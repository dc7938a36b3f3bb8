import { sleep } from '@hydrogenai/common';
import {
  Inject,
  Injectable,
  ShutdownSignal,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { HealthMonitor } from './checks/health-monitor.js';
import type { ResolvedHealthOptions } from './health.options.js';
import { RESOLVED_HEALTH_OPTIONS } from './health.tokens.js';
import { EventLoopMonitor } from './liveness/event-loop.monitor.js';

/**
 * Follows the application from its start to its end. Nest 12 calls, in this order: onModuleDestroy,
 * beforeApplicationShutdown, closing of the HTTP server, onApplicationShutdown.
 */
@Injectable()
export class HealthLifecycle
  implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown, OnApplicationShutdown
{
  private started = false;
  private leaving = false;

  constructor(
    @Inject(RESOLVED_HEALTH_OPTIONS) private readonly options: ResolvedHealthOptions,
    @Inject(HealthMonitor) private readonly monitor: HealthMonitor,
    @Inject(EventLoopMonitor) private readonly eventLoop: EventLoopMonitor,
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
  ) {}

  get bootstrapped(): boolean {
    return this.started;
  }

  get draining(): boolean {
    return this.leaving;
  }

  /** Starts the first round and does not wait for it: what is down out there must not keep the application from starting. */
  onApplicationBootstrap(): void {
    this.started = true;
    this.eventLoop.start();
    this.monitor.start();
  }

  /** The first hook of a shutdown: from here on readiness says no. */
  onModuleDestroy(): void {
    this.leaving = true;
  }

  /** The last hook in which the server still answers: what has to learn that we leave gets the time to. */
  async beforeApplicationShutdown(signal?: string): Promise<void> {
    const { drainMs, clock } = this.options;
    if (drainMs > 0 && signal === ShutdownSignal.SIGTERM && this.http.listening) await sleep(clock, drainMs);
  }

  onApplicationShutdown(): void {
    this.monitor.stop();
    this.eventLoop.stop();
  }
}
