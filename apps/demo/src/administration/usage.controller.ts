import { AiProviderService } from '@hydrogenai/ai-provider';
import { systemClock } from '@hydrogenai/common';
import { InvalidRequestError, RequiresPermission } from '@hydrogenai/security';
import { Get, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ErrorResponse } from '../http/error-response.model.js';
import { Administrative } from './administrative.decorator.js';
import { UsageRequest } from './usage-request.model.js';
import { UsageResponse } from './usage-response.model.js';

@Administrative('v1/usage')
export class UsageController {
  constructor(private readonly ai: AiProviderService) {}

  @Get()
  @RequiresPermission('usage:read')
  @ApiOperation({ summary: 'What was used and paid, in whole hours, grouped as asked' })
  @ApiOkResponse({ type: UsageResponse })
  @ApiBadRequestResponse({ type: ErrorResponse, description: 'Names the field and the rule.' })
  async usage(@Query() query: UsageRequest): Promise<UsageResponse> {
    const { from, to = systemClock.now() } = query;
    if (from !== undefined && from > to) {
      throw new InvalidRequestError([
        { field: 'from', rule: 'must not be later than "to", which is now by default' },
      ]);
    }
    return this.ai.usage({ ...query });
  }
}
