import { expect, it } from 'vitest';
import { AspectRuntimeMissingError } from './aspect-runtime-missing.error.js';

it('says which method of which class, and what to import, and nothing of the arguments', () => {
  const call = { instance: {}, className: 'Prices', methodName: 'today', args: ['canary'] };
  const error = new AspectRuntimeMissingError('RateLimited', 'RateLimitModule', call);
  expect(error.message).toBe(
    '@RateLimited on Prices.today: nothing to run it with. Import RateLimitModule in the application, and let Nest ' +
      'create Prices as a class provider or controller (not with "new" and not in a useFactory).',
  );
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    code: 'ASPECT_RUNTIME_MISSING',
    details: {
      decorator: 'RateLimited',
      module: 'RateLimitModule',
      className: 'Prices',
      methodName: 'today',
    },
  });
  expect(JSON.stringify(error)).not.toContain('canary');
});
