import { Inject, Injectable } from '@nestjs/common';
import { AiCacheService } from '../ai-cache.service.js';

/** What Nest injects for `@Cacheable`. */
@Injectable()
export class CacheableRuntime {
  private readonly owners = new Map<string, symbol>();

  constructor(@Inject(AiCacheService) readonly cache: AiCacheService) {}

  /** Gives a default namespace to the decoration that asks first. False when it belongs to another one. */
  claim(namespace: string, decoration: symbol): boolean {
    const owner = this.owners.get(namespace);
    if (owner === undefined) this.owners.set(namespace, decoration);
    return owner === undefined || owner === decoration;
  }
}
