import { Module } from '@nestjs/common';
import { ConfigurableConfigValidatorModule } from './config-validator.module-definition.js';

/**
 * Checks the environment before the application starts, and hands out the typed configuration. Import it once, with
 * `forRoot({ schemas, ... })` or `forRootAsync({ schemas, useFactory, ... })`; it is global.
 * @throws InvalidOptionError from both when a class is not a schema; ConfigurationError from `NestFactory.create()` when
 * the configuration is refused.
 */
@Module({})
export class ConfigValidatorModule extends ConfigurableConfigValidatorModule {}
