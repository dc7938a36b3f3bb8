import {
  Body,
  Controller,
  Get,
  Inject,
  Injectable,
  Param,
  ParseIntPipe,
  Post,
  Query,
  SetMetadata,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HydrogenError, Retryable, Timed, methodTimed } from '@hydrogenai/common';
import { collectFacts } from '@hydrogenai/common/testing';

const ROLE = 'role';

/** Lets a handler's role in: the metadata decides, so it must be readable on the decorated handler. */
@Injectable()
class RoleGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    return this.reflector.get<string | undefined>(ROLE, context.getHandler()) === 'reader';
  }
}

class Busy extends HydrogenError {
  constructor() {
    super('busy', { code: 'BUSY', retryable: true });
  }
}

@Controller('items')
@UseGuards(RoleGuard)
class ItemsController {
  private tries = 0;

  @Timed()
  @Get('timed-above/:id')
  @SetMetadata(ROLE, 'reader')
  timedAbove(@Param('id', ParseIntPipe) id: number, @Query('q') q: string): object {
    return { id, q };
  }

  @Get('timed-below/:id')
  @SetMetadata(ROLE, 'reader')
  @Timed()
  timedBelow(@Param('id', ParseIntPipe) id: number): object {
    return { id };
  }

  @Post('between')
  @Timed()
  @SetMetadata(ROLE, 'reader')
  @Retryable({ initialDelay: 1, maxDelay: 1 })
  async between(@Body() body: object): Promise<object> {
    this.tries += 1;
    if (this.tries < 3) throw new Busy();
    return { ...body, tries: this.tries };
  }

  @Timed()
  @Get('forbidden')
  forbidden(): string {
    return 'never';
  }
}

describe('a decorated controller handler', () => {
  let app: INestApplication;
  let url = '';

  beforeAll(async () => {
    const moduleRef = await Test.createTestingModule({
      controllers: [ItemsController],
      providers: [RoleGuard],
    }).compile();
    app = moduleRef.createNestApplication();
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
  });

  it('keeps route, pipes, parameters and guard metadata, whatever stands above and below it', async () => {
    using timed = collectFacts(methodTimed);
    const above = await fetch(`${url}/items/timed-above/7?q=x`);
    expect([above.status, await above.json()]).toEqual([200, { id: 7, q: 'x' }]);
    const below = await fetch(`${url}/items/timed-below/8`);
    expect([below.status, await below.json()]).toEqual([200, { id: 8 }]);
    expect(timed.facts.map(({ name }) => name)).toEqual([
      'ItemsController.timedAbove',
      'ItemsController.timedBelow',
    ]);
  });

  it('is not reached when a pipe or a guard refuses', async () => {
    using timed = collectFacts(methodTimed);
    expect((await fetch(`${url}/items/timed-above/seven`)).status).toBe(400);
    expect((await fetch(`${url}/items/forbidden`)).status).toBe(403);
    expect(timed.facts).toEqual([]);
  });

  it('is tried again inside one request, with the same body', async () => {
    using timed = collectFacts(methodTimed);
    const response = await fetch(`${url}/items/between`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect([response.status, await response.json()]).toEqual([201, { a: 1, tries: 3 }]);
    expect(timed.facts.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'ok']);
  });
});
