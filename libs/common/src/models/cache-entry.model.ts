import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Allow, IsDate, IsInt, IsString, Min } from 'class-validator';

/** One entry of a cache, as administration shows it. */
export class CacheEntry {
  @ApiProperty({ description: 'Hashed key.' })
  @IsString()
  key!: string;

  @ApiProperty({ description: 'The cached value.' })
  @Allow()
  value!: unknown;

  @ApiProperty({ description: 'Lifetime in ms.', type: 'integer' })
  @IsInt()
  @Min(1)
  ttl!: number;

  @ApiProperty({ type: String, format: 'date-time', description: 'When the entry was written.' })
  @IsDate()
  @Type(() => Date)
  createdAt!: Date;

  @ApiProperty({ type: 'integer', description: 'How often it was read.' })
  @IsInt()
  @Min(0)
  accessCount!: number;

  @ApiProperty({ type: String, format: 'date-time', description: 'When it was last read.' })
  @IsDate()
  @Type(() => Date)
  lastAccessed!: Date;
}
