import { InvalidOptionError } from '../errors/invalid-option.error.js';
import type { MethodAspect, MethodCall } from './aspect.js';
import { injectOptionally } from './property-injection.js';
import { WOVEN, wovenOf, type Invoke, type Layer, type Method, type WovenMethod } from './woven-method.js';

/**
 * Turns an aspect into a method decorator. The method is replaced by a wrapper that keeps its name, length and
 * metadata; the aspect's runtime comes by property injection, so it works in every scope, with private fields, on calls
 * of the class to itself, and for several applications in one process.
 * @throws InvalidOptionError when the decorated member is not an instance method.
 */
export function aspectDecorator<Runtime>(aspect: MethodAspect<Runtime>): MethodDecorator {
  return (target, methodName, descriptor) => {
    const method: unknown = descriptor.value;
    if (typeof target === 'function' || !isMethod(method)) {
      throw new InvalidOptionError({
        field: `@${aspect.name} ${String(methodName)}`,
        accepted: 'an instance method of a class',
        received: typeof target === 'function' ? 'static member' : method,
      });
    }
    const runtimeOf = injectOptionally(target, aspect.token, `hydrogenai.${aspect.name}`);
    const layer: Layer = {
      order: aspect.order,
      wrap: (inner) => (call) => aspect.around(runtimeOf(call.instance), call, () => inner(call)),
    };
    const woven = wovenOf(method);
    if (woven?.owner === target) {
      addLayer(woven, layer);
      return;
    }
    const created: WovenMethod = {
      owner: target,
      original: method,
      layers: [],
      invoke: (call) => callMethod(method, call),
    };
    addLayer(created, layer);
    // The wrapper has the parameters and the result of the method that it replaces.
    descriptor.value = createWrapper(created, target.constructor.name, String(methodName)) as NonNullable<
      typeof descriptor.value
    >;
  };
}

function createWrapper(woven: WovenMethod, className: string, methodName: string): Method {
  const wrapper: Method = function (...args) {
    return woven.invoke({ instance: this, className, methodName, args });
  };
  const { original } = woven;
  Object.defineProperty(wrapper, 'name', { value: original.name, configurable: true });
  Object.defineProperty(wrapper, 'length', { value: original.length, configurable: true });
  Object.defineProperty(wrapper, WOVEN, { value: woven });
  for (const key of Reflect.getMetadataKeys(original)) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, original), wrapper);
  }
  return wrapper;
}

function addLayer(woven: WovenMethod, layer: Layer): void {
  // Decorators are applied from the method upwards, so of two with the same order the upper one stays the outer one.
  woven.layers.unshift(layer);
  woven.layers.sort((left, right) => left.order - right.order);
  woven.invoke = woven.layers.reduceRight<Invoke>(
    (inner, { wrap }) => wrap(inner),
    (call) => callMethod(woven.original, call),
  );
}

function callMethod(method: Method, call: MethodCall): unknown {
  return Reflect.apply(method, call.instance, call.args);
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
