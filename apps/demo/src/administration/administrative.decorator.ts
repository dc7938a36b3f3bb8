import { applyDecorators, Controller } from '@nestjs/common';
import { ApiBearerAuth, ApiForbiddenResponse, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { ErrorResponse } from '../http/error-response.model.js';

/** A controller whose endpoints need a key, each the permission that stands beside it. */
export function Administrative(path: string): ClassDecorator {
  return applyDecorators(
    Controller(path),
    ApiTags('administration'),
    ApiBearerAuth(),
    ApiUnauthorizedResponse({ type: ErrorResponse, description: 'No key, or one that nobody knows.' }),
    ApiForbiddenResponse({ type: ErrorResponse, description: 'The role of the key may not do it.' }),
  );
}
