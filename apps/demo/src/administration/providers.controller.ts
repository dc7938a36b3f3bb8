import { AiProviderService } from '@hydrogenai/ai-provider';
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ErrorResponse } from '../http/error-response.model.js';
import { PROVIDER_SOURCE, type ProviderSource } from '../providers/provider-source.js';
import { DrainsInForce, SwitchesInForce } from './decisions-in-force.model.js';
import { DrainRequest, ResumeRequest } from './drain-request.model.js';
import { ProvidersOverview } from './providers-overview.model.js';
import { SwitchRequest } from './switch-request.model.js';

const BAD_REQUEST = {
  type: ErrorResponse,
  description: 'Names the field and the rule, or the names that are known.',
};

/** Who decides, as long as nobody is authenticated. */
const OPERATOR = 'demo';

@ApiTags('administration')
@Controller('v1/providers')
export class ProvidersController {
  constructor(
    private readonly ai: AiProviderService,
    @Inject(PROVIDER_SOURCE) private readonly source: ProviderSource,
  ) {}

  @Get()
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
  @ApiOperation({ summary: 'Put a provider first, or go back to the configured order' })
  @ApiOkResponse({ type: SwitchesInForce })
  @ApiBadRequestResponse(BAD_REQUEST)
  switch(@Body() { provider, ...options }: SwitchRequest): SwitchesInForce {
    return { switches: this.ai.switchProvider(provider, { ...options, by: OPERATOR }) };
  }

  @Post('drain')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a provider, a model or a key no more requests; those under way finish' })
  @ApiOkResponse({ type: DrainsInForce })
  @ApiBadRequestResponse(BAD_REQUEST)
  drain(@Body() { target, ...options }: DrainRequest): DrainsInForce {
    return { drains: this.ai.drain(target, { ...options, by: OPERATOR }) };
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a drain of the same target' })
  @ApiOkResponse({ type: DrainsInForce })
  @ApiBadRequestResponse(BAD_REQUEST)
  resume(@Body() { target, reason }: ResumeRequest): DrainsInForce {
    return { drains: this.ai.resume(target, { reason, by: OPERATOR }) };
  }
}
