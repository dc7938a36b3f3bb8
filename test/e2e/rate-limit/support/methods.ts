import { Retryable, Timed } from '@hydrogenai/common';
import { RateLimited } from '@hydrogenai/rate-limit';
import { Controller, Get, Injectable, Param, Scope, type OnModuleInit } from '@nestjs/common';

@Injectable()
export class Answers implements OnModuleInit {
  readonly #journal: string[] = [];
  started = false;

  get journal(): readonly string[] {
    return this.#journal;
  }

  async onModuleInit(): Promise<void> {
    await this.early();
    this.started = true;
  }

  @RateLimited({ name: 'early', limit: 1, per: '1h' })
  async early(): Promise<void> {
    this.#journal.push('early');
  }

  @RateLimited({ name: 'shared', limit: 2, per: '1s' })
  async shared(text: string): Promise<string> {
    this.#journal.push(text);
    return text.toUpperCase();
  }

  @RateLimited({ name: 'sync', limit: 2, per: '1s' })
  sync(text: string): string | Promise<string> {
    return text.toUpperCase();
  }

  @RateLimited({ name: 'keyed', limit: 1, per: '1h', key: (user: string) => user })
  async keyed(user: string, text: string): Promise<string> {
    return `${user}: ${text}`;
  }

  @RateLimited({
    name: 'costly',
    limit: 10,
    per: '1h',
    cost: (tokens: number) => tokens,
  })
  async costly(tokens: number): Promise<number> {
    return tokens;
  }

  @Retryable({ attempts: 3, initialDelay: 1, when: () => true })
  @RateLimited({ name: 'flaky', limit: 1, per: '1h' })
  async flaky(): Promise<string> {
    this.#journal.push('flaky');
    if (this.#journal.filter((entry) => entry === 'flaky').length < 3) throw new Error('not yet');
    return 'at last';
  }

  callsItself(text: string): Promise<string> {
    return this.shared(text);
  }

  @RateLimited({ name: 'stream', limit: 2, per: '1h' })
  async *stream(text: string): AsyncGenerator<string, string> {
    this.#journal.push(text);
    for (const letter of text) yield letter;
    return 'end';
  }

  @RateLimited({ name: 'woven-stream', limit: 1, per: '1h' })
  @Timed()
  @Retryable({ attempts: 2 })
  async *wovenStream(text: string): AsyncGenerator<string> {
    for (const letter of text) yield letter;
  }

  @Timed()
  @RateLimited({ name: 'woven', limit: 1, per: '1h' })
  async woven(text: string): Promise<string> {
    return text;
  }
}

@Injectable({ scope: Scope.REQUEST })
export class PerRequest {
  @RateLimited({ name: 'per-request', limit: 1, per: '1h' })
  async answer(): Promise<string> {
    return 'answered';
  }
}

@Controller()
export class AnswersController {
  constructor(
    private readonly answers: Answers,
    private readonly perRequest: PerRequest,
  ) {}

  @Get('limited/:user')
  @RateLimited({ name: 'http', limit: 1, per: '1h', key: (user: string) => user })
  async limited(@Param('user') user: string): Promise<{ user: string }> {
    return { user };
  }

  @RateLimited({ name: 'http-above', limit: 1, per: '1h' })
  @Get('above/:user')
  async above(@Param('user') user: string): Promise<{ user: string }> {
    return { user };
  }

  @Get('per-request')
  async scoped(): Promise<{ text: string }> {
    return { text: await this.perRequest.answer() };
  }

  @Get('stream/:text')
  async streamed(@Param('text') text: string): Promise<string[]> {
    const chunks: string[] = [];
    for await (const chunk of this.answers.stream(text)) chunks.push(chunk);
    return chunks;
  }
}
