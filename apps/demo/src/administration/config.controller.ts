import { ConfigValidatorService, type ValidationResult } from '@hydrogenai/config-validator';
import { RequiresPermission } from '@hydrogenai/security';
import { Get, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOperation } from '@nestjs/swagger';
import { ErrorResponse } from '../http/error-response.model.js';
import { Administrative } from './administrative.decorator.js';
import { ConfigReportRequest } from './config-report-request.model.js';

@Administrative('v1/config')
export class ConfigController {
  constructor(private readonly configuration: ConfigValidatorService) {}

  @Get('report')
  @RequiresPermission('config:read')
  @ApiOperation({ summary: 'What was found about the configuration at the start, or now; no value is in it' })
  @ApiBadRequestResponse({ type: ErrorResponse, description: 'Names the field and the rule.' })
  async report(@Query() { check }: ConfigReportRequest): Promise<ValidationResult> {
    return check === 'now' ? this.configuration.validateAll() : this.configuration.report();
  }
}
