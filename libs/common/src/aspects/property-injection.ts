import { Inject, Optional, type InjectionToken } from '@nestjs/common';

/**
 * Has Nest put the provider of `token` into a property of every instance of a class, where there is one. Returns how to
 * read it: `undefined` on instances that Nest did not make, and without a provider.
 */
export function injectOptionally<Provider>(
  prototype: object,
  token: InjectionToken<Provider>,
  label: string,
): (instance: object | undefined) => Provider | undefined {
  const slot = Symbol(label);
  Inject(token)(prototype, slot);
  Optional()(prototype, slot);
  // A method taken off its object has no instance: `const { run } = service; run()`. Nobody but Nest knows the symbol.
  return (instance) => (instance as { [slot: symbol]: Provider | undefined } | undefined)?.[slot];
}
