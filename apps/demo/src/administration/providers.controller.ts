import { AiProviderService } from '@hydrogenai/ai-provider';
import { RequiresPermission } from '@hydrogenai/security';
import { Body, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ErrorResponse } from '../http/error-response.model.js';
import { PROVIDER_SOURCE, type ProviderSource } from '../providers/provider-source.js';
import { Administrative } from './administrative.decorator.js';
import { DrainsInForce, SwitchesInForce } from './decisions-in-force.model.js';
import { DrainRequest, ResumeRequest } from './drain-request.model.js';
import { operator } from './operator.js';
import { ProvidersOverview } from './providers-overview.model.js';
import { SwitchRequest } from './switch-request.model.js';

const BAD_REQUEST = {
  type: ErrorResponse,
  description: 'Names the field and the rule, or the names that are known.',
};

@Administrative('v1/providers')
export class ProvidersController {
  constructor(
    private readonly ai: AiProviderService,
    @Inject(PROVIDER_SOURCE) private readonly source: ProviderSource,
  ) {}

  @Get()
  @RequiresPermission('providers:read')
  @ApiOperation({
    summary: 'Models and their candidates, how each provider stands and went, limits, decisions',
  })
  @ApiOkResponse({ type: ProvidersOverview })
  overview(): ProvidersOverview {
    const { source } = this;
    return {
      source: source.kind,
      ...(source.kind === 'simulator' ? { simulatorUrl: source.url } : {}),
      models: this.ai.listModels(),
      providers: this.ai.getProviderStats(),
      limits: this.ai.checkRateLimits(),
      switches: this.ai.activeSwitches(),
      drains: this.ai.activeDrains(),
    };
  }

  @Post('switch')
  @HttpCode(200)
  @RequiresPermission('providers:switch')
  @ApiOperation({ summary: 'Put a provider first, or go back to the configured order' })
  @ApiOkResponse({ type: SwitchesInForce })
  @ApiBadRequestResponse(BAD_REQUEST)
  switch(@Body() { provider, ...options }: SwitchRequest): SwitchesInForce {
    return { switches: this.ai.switchProvider(provider, { ...options, by: operator() }) };
  }

  @Post('drain')
  @HttpCode(200)
  @RequiresPermission('providers:drain')
  @ApiOperation({ summary: 'Send a provider, a model or a key no more requests; those under way finish' })
  @ApiOkResponse({ type: DrainsInForce })
  @ApiBadRequestResponse(BAD_REQUEST)
  drain(@Body() { target, ...options }: DrainRequest): DrainsInForce {
    return { drains: this.ai.drain(target, { ...options, by: operator() }) };
  }

  @Post('resume')
  @HttpCode(200)
  @RequiresPermission('providers:drain')
  @ApiOperation({ summary: 'End a drain of the same target' })
  @ApiOkResponse({ type: DrainsInForce })
  @ApiBadRequestResponse(BAD_REQUEST)
  resume(@Body() { target, reason }: ResumeRequest): DrainsInForce {
    return { drains: this.ai.resume(target, { reason, by: operator() }) };
  }
}
