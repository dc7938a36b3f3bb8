import { Module } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { getMetadataStorage } from 'class-validator';
import { expect, it } from 'vitest';
import * as models from './models/index.js';

@Module({})
class EmptyModule {}

const dtos = Object.values(models).filter(
  (value) =>
    typeof value === 'function' &&
    getMetadataStorage().getTargetValidationMetadatas(value, '', true, false).length > 0,
);

it('describes every field of every model in the OpenAPI document, by the name that is validated', async () => {
  const moduleRef = await Test.createTestingModule({ imports: [EmptyModule] }).compile();
  const app = moduleRef.createNestApplication();
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build(), {
    // The filter above keeps classes only.
    extraModels: dtos.filter((dto) => typeof dto === 'function'),
  });
  await app.close();

  const schemas = document.components?.schemas ?? {};
  expect(Object.keys(schemas).toSorted()).toEqual([
    'CacheEntry',
    'CacheHit',
    'ProviderConfig',
    'ProviderResponse',
    'QueryPreferences',
    'QueryRequest',
    'QueryResponse',
    'RequestedToolCall',
    'RoutingAttempt',
    'RoutingTrail',
    'ServiceConfig',
    'TokenUsage',
  ]);
  for (const dto of dtos) {
    if (typeof dto !== 'function') continue;
    const schema = schemas[dto.name];
    if (!schema || !('properties' in schema)) throw new Error(`${dto.name} is not in the document`);
    const validated = getMetadataStorage()
      .getTargetValidationMetadatas(dto, '', true, false)
      .map(({ propertyName }) => propertyName);
    expect(Object.keys(schema.properties ?? {}).toSorted()).toEqual([...new Set(validated)].toSorted());
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      expect('description' in property ? property.description : '', `${dto.name}.${name}`).toMatch(/\.$/);
    }
  }
});
