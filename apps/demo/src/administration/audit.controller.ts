import { AuditTrail, RequiresPermission } from '@hydrogenai/security';
import { Get, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ErrorResponse } from '../http/error-response.model.js';
import { Administrative } from './administrative.decorator.js';
import { AuditReport, AuditRequest } from './audit-request.model.js';

@Administrative('v1/audit')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @RequiresPermission('audit:read')
  @ApiOperation({ summary: 'Who did what and who was refused, newest first, and whether the trail is whole' })
  @ApiOkResponse({ type: AuditReport })
  @ApiBadRequestResponse({ type: ErrorResponse, description: 'Names the field and the rule.' })
  async audit(@Query() { limit = 50 }: AuditRequest): Promise<AuditReport> {
    const [verdict, records] = await Promise.all([this.trail.verify(), this.trail.latest(limit)]);
    return { verdict, records };
  }
}
