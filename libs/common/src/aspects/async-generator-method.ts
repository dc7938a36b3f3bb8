import { wovenOf, type Method } from './woven-method.js';

/** All native async generator functions share this prototype (ECMA-262, section 27.4.3). */
const AsyncGeneratorFunction: unknown = Object.getPrototypeOf(async function* () {
  // Only its prototype is of interest.
});

/** True for an `async *` method, also when method decorators of the suite have wrapped it already. */
export function isAsyncGeneratorMethod(method: unknown): boolean {
  // Whatever can be called may be asked whether it is a wrapper.
  return (
    typeof method === 'function' &&
    Object.getPrototypeOf(unwrapped(method as Method)) === AsyncGeneratorFunction
  );
}

/** A method that a subclass has taken over and decorated again is wrapped twice. */
function unwrapped(method: Method): Method {
  const woven = wovenOf(method);
  return woven ? unwrapped(woven.original) : method;
}
