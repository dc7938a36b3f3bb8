import { ValidateBy } from 'class-validator';
import { isKeyList } from './key-list.policy.js';

/** Accepts keys as `id:secret`, with commas between, each secret 32 random bytes in base64 or hex. */
export function IsKeyList(): PropertyDecorator {
  return ValidateBy({
    name: 'isKeyList',
    validator: {
      validate: isKeyList,
      defaultMessage: () =>
        'The value must be id:secret with commas between, each secret 32 random bytes: openssl rand -base64 32.',
    },
  });
}
