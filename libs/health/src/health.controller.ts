import { Controller, Get, Header, Inject, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { HealthMonitor } from './checks/health-monitor.js';
import { HealthLifecycle } from './health.lifecycle.js';
import { EventLoopMonitor } from './liveness/event-loop.monitor.js';
import {
  healthAnswer,
  livezAnswer,
  readyzAnswer,
  startupzAnswer,
  type HealthAnswer,
  type HealthBody,
} from './report/health-answer.policy.js';

/** The paths, for `app.setGlobalPrefix('api', { exclude: [...HEALTH_PATHS] })`. */
export const HEALTH_PATHS = ['livez', 'readyz', 'startupz', 'health'] as const;

/** What Express' response and Fastify's reply have in common. */
interface StatusSetter {
  status(code: number): unknown;
}

/** Reads what is known already: no handler waits for anything. */
@Controller({ version: VERSION_NEUTRAL })
export class HealthController {
  constructor(
    @Inject(EventLoopMonitor) private readonly eventLoop: EventLoopMonitor,
    @Inject(HealthLifecycle) private readonly lifecycle: HealthLifecycle,
    @Inject(HealthMonitor) private readonly monitor: HealthMonitor,
  ) {}

  @Get('livez')
  @Header('Cache-Control', 'no-store')
  livez(@Res({ passthrough: true }) response: StatusSetter): HealthBody {
    return send(response, livezAnswer(this.eventLoop.isBlocked()));
  }

  @Get('readyz')
  @Header('Cache-Control', 'no-store')
  readyz(@Res({ passthrough: true }) response: StatusSetter): HealthBody {
    return send(response, readyzAnswer(this.lifecycle.draining, this.monitor.snapshot()));
  }

  @Get('startupz')
  @Header('Cache-Control', 'no-store')
  startupz(@Res({ passthrough: true }) response: StatusSetter): HealthBody {
    return send(response, startupzAnswer(this.lifecycle.bootstrapped, this.monitor.firstRoundOver));
  }

  @Get('health')
  @Header('Cache-Control', 'no-store')
  health(@Res({ passthrough: true }) response: StatusSetter): HealthBody {
    return send(response, healthAnswer(this.monitor.snapshot()));
  }
}

/** By hand rather than by exception: filters of the application would rewrite the body and log every probe. */
function send(response: StatusSetter, { code, body }: HealthAnswer): HealthBody {
  response.status(code);
  return body;
}
