/** All native async generator functions share this prototype (ECMA-262, section 27.4.3). */
const AsyncGeneratorFunction: unknown = Object.getPrototypeOf(async function* () {
  // Only its prototype is of interest.
});

/** How `aspectDecorator` marks its wrappers, which are plain functions whatever they wrap. */
const WOVEN = 'hydrogenai.woven';

/** True for an `async *` method, also when other decorators of the suite have wrapped it already. */
export function isAsyncGeneratorMethod(method: unknown): boolean {
  return typeof method === 'function' && Object.getPrototypeOf(unwrapped(method)) === AsyncGeneratorFunction;
}

function unwrapped(method: object): object {
  const marker = Object.getOwnPropertySymbols(method).find(({ description }) => description === WOVEN);
  const woven: unknown = marker && Reflect.get(method, marker);
  const isWoven = typeof woven === 'object' && woven !== null && 'original' in woven;
  // A method that a subclass has taken over and decorated again is wrapped twice.
  return isWoven && typeof woven.original === 'function' ? unwrapped(woven.original) : method;
}
