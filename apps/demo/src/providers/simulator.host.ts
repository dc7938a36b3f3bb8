import type { Simulator } from '@hydrogenai/ai-provider/testing';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DemoEnvironment } from '../config/demo.environment.js';

/** Pace of a streamed answer: a word about every 25 ms, so that a reader sees it come. */
const TOKEN_DELAY_MS = 25;

/** Runs the provider simulator inside the demo, for as long as the demo runs. */
@Injectable()
export class SimulatorHost implements OnApplicationShutdown {
  private simulator: Simulator | undefined;

  async start({ simulatorPort, simulatorLatencyMs }: DemoEnvironment): Promise<Simulator> {
    // Loaded only here: with real keys the simulator is not even read from disk.
    const { startSimulator } = await import('@hydrogenai/ai-provider/testing');
    this.simulator = await startSimulator({
      port: simulatorPort,
      latencyMs: simulatorLatencyMs,
      tokenDelayMs: TOKEN_DELAY_MS,
    });
    return this.simulator;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.simulator?.close();
  }
}
