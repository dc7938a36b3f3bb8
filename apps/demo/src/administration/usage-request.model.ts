import { USAGE_DIMENSIONS, type UsageDimension } from '@hydrogenai/ai-provider';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayUnique, IsIn, IsInt, IsOptional } from 'class-validator';
import { MOMENT_RULE, readMoment, type DayEdge } from './moment.policy.js';

export class UsageRequest {
  @ApiPropertyOptional({
    type: String,
    description: `What rows are told apart by, with commas between: ${USAGE_DIMENSIONS.join(', ')}. Default: nothing, which gives one row.`,
    example: 'provider,model',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(USAGE_DIMENSIONS, {
    each: true,
    message: `by must be one or several of ${USAGE_DIMENSIONS.join(', ')}, with commas between`,
  })
  @ArrayUnique({ message: 'by must not name anything twice' })
  by?: UsageDimension[];

  @ApiPropertyOptional({
    type: String,
    description:
      'From the hour of this moment on: a date, a time with its zone, or ms since 1970. Default: the beginning of the day of "to" (UTC).',
    example: '2026-11-27',
  })
  @IsOptional()
  @Moment('begin')
  @IsInt({ message: `from ${MOMENT_RULE}` })
  from?: number;

  @ApiPropertyOptional({
    type: String,
    description: 'Up to this moment, its hour included; a date is meant whole. As "from". Default: now.',
    example: '2026-11-27T18:00:00Z',
  })
  @IsOptional()
  @Moment('end')
  @IsInt({ message: `to ${MOMENT_RULE}` })
  to?: number;
}

/** Text that is no moment stays text, which is then refused. */
function Moment(edge: DayEdge): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (readMoment(value, edge) ?? value) : value,
  );
}
