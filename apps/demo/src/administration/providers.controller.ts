import { AiProviderService, type ProviderStats, type ProviderSwitch } from '@hydrogenai/ai-provider';
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ErrorResponse } from '../http/error-response.model.js';
import { PROVIDER_SOURCE, type ProviderSource } from '../providers/provider-source.js';
import { SwitchRequest } from './switch-request.model.js';

interface ProvidersOverview {
  readonly source: 'real' | 'simulator';
  /** Where the simulator's faults are scripted. */
  readonly simulatorUrl?: string;
  readonly models: readonly { readonly name: string; readonly candidates: readonly string[] }[];
  readonly providers: readonly ProviderStats[];
  readonly switches: readonly ProviderSwitch[];
}

@ApiTags('administration')
@Controller('v1/providers')
export class ProvidersController {
  constructor(
    private readonly ai: AiProviderService,
    @Inject(PROVIDER_SOURCE) private readonly source: ProviderSource,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Models, their candidates in order, and what has happened at each provider' })
  overview(): ProvidersOverview {
    const { source } = this;
    return {
      source: source.kind,
      ...(source.kind === 'simulator' ? { simulatorUrl: source.url } : {}),
      models: this.ai.listModels(),
      providers: this.ai.getProviderStats(),
      switches: this.ai.activeSwitches(),
    };
  }

  @Post('switch')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put a provider first' })
  @ApiBadRequestResponse({ type: ErrorResponse })
  switch(@Body() { provider, ...options }: SwitchRequest): { readonly switches: readonly ProviderSwitch[] } {
    return { switches: this.ai.switchProvider(provider, { ...options, by: 'demo' }) };
  }
}
