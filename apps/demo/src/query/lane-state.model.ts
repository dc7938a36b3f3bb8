import type { LaneState } from '@hydrogenai/ai-provider';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export const LANE_STATES = [
  'ready',
  'cooling',
  'open',
  'half_open',
  'drained',
] as const satisfies readonly LaneState['state'][];

/** For the API documents: how one key's access to one model stands. */
export class LaneStateView {
  @ApiProperty({
    enum: LANE_STATES,
    description:
      'ready; cooling: left alone after a failure; open: it kept failing; half_open: one attempt finds out; drained: by an operator.',
  })
  state!: LaneState['state'];

  @ApiPropertyOptional({
    type: 'number',
    nullable: true,
    description: 'For how long, in ms; null: until a resume. Absent when ready.',
  })
  forMs?: number | null;

  @ApiPropertyOptional({ description: 'Kind of failure, or the reason of the operator. Absent when ready.' })
  why?: string;
}
