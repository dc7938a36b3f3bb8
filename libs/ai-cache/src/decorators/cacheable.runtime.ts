import type { MethodCall } from '@hydrogenai/common';
import { Inject, Injectable } from '@nestjs/common';
import { AiCacheService } from '../ai-cache.service.js';
import { NamespaceTakenError } from './namespace-taken.error.js';

/** What Nest injects for `@Cacheable`. */
@Injectable()
export class CacheableRuntime {
  private readonly taken = new Set<string>();
  /** By decoration, and by the class of the instance. */
  private readonly claims = new Map<symbol, WeakMap<object, string>>();

  constructor(@Inject(AiCacheService) readonly cache: AiCacheService) {}

  /**
   * The namespace of a decorated method without one: each class that inherits the method has its own, for what the method
   * answers may depend on it.
   * @throws NamespaceTakenError when another class of the name asked first.
   */
  defaultNamespace(call: MethodCall, decoration: symbol): string {
    const claims = this.claims.get(decoration);
    return claims?.get(call.instance.constructor) ?? this.claim(call, decoration);
  }

  private claim(call: MethodCall, decoration: symbol): string {
    const namespace = defaultNamespaceOf(call);
    if (this.taken.has(namespace)) throw new NamespaceTakenError(call);
    this.taken.add(namespace);
    const claims = this.claims.get(decoration) ?? new WeakMap<object, string>();
    this.claims.set(decoration, claims.set(call.instance.constructor, namespace));
    return namespace;
  }
}

/** `Prices.today`, and `SpotPrices(Prices).today` where a subclass has it from `Prices`. */
function defaultNamespaceOf({ instance, className, methodName }: MethodCall): string {
  const { name } = instance.constructor;
  const owner = name === className ? className : `${name}(${className})`;
  // A method may be called by a symbol or any text; a namespace has no spaces.
  return `${owner}.${methodName}`.replaceAll(/[\s\p{C}]/gu, '_');
}
