import { Cacheable } from '@hydrogenai/ai-cache';
import { AiProviderService, type Classification } from '@hydrogenai/ai-provider';
import { Timed } from '@hydrogenai/common';
import { Injectable } from '@nestjs/common';

/** Says what kind of question it is. */
@Injectable()
export class QueryClassifier {
  constructor(private readonly ai: AiProviderService) {}

  @Cacheable({ namespace: 'classifications', ttl: '1h', key: (query: string) => query })
  @Timed({ name: 'query.classify' })
  async classify(query: string): Promise<Classification> {
    return this.ai.classifyQuery(query);
  }
}
