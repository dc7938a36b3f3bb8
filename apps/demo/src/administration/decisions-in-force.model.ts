import type { Drain, ProviderSwitch } from '@hydrogenai/ai-provider';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

class DecisionInForce {
  @ApiProperty({ description: 'Why.', example: 'groq is slow tonight' })
  reason!: string;

  @ApiProperty({ description: 'Who decided.', example: 'demo' })
  by!: string;

  @ApiProperty({ type: 'integer', description: 'Since when, ms since 1970.' })
  since!: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Until when, ms since 1970; absent: until it is taken back.',
  })
  until?: number;
}

export class SwitchInForce extends DecisionInForce implements ProviderSwitch {
  @ApiProperty({ description: 'Provider that comes first.', example: 'openai' })
  provider!: string;

  @ApiPropertyOptional({ description: 'Logical model that it is for; absent: all.', example: 'chat' })
  model?: string;
}

export class DrainInForce extends DecisionInForce implements Drain {
  @ApiProperty({ description: 'What gets no more requests.', example: 'groq' })
  target!: string;
}

export class SwitchesInForce {
  @ApiProperty({ type: [SwitchInForce] })
  switches!: readonly SwitchInForce[];
}

export class DrainsInForce {
  @ApiProperty({ type: [DrainInForce] })
  drains!: readonly DrainInForce[];
}
