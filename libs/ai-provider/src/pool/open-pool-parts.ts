import { openRedis, waitUntilReady, type OpenedRedis } from '@hydrogenai/common/redis';
import { AdmissionGate } from '../admission/admission.gate.js';
import { MemoryBoard } from '../health/board/memory.board.js';
import { openBoard } from '../health/board/open-board.js';
import type { SharedBoard } from '../health/board/shared-board.js';
import { Money } from '../money/money.js';
import { openSharedMoney } from '../money/shared-money.js';
import type { ResolvedAiProviderOptions } from './resolve-options.js';

/** What a pool stands on and other processes may share. It is opened before the pool, and closed with it. */
export interface PoolParts {
  /** What is known of the candidates. */
  readonly board: SharedBoard;
  /** Keeps requests within the limits of the providers; without it everybody is let in. */
  readonly admission: AdmissionGate | undefined;
  /** Prices, ledger and budgets. */
  readonly money: Money;
  /** To be called when no attempt is under way any more. */
  close(): Promise<void>;
}

/** A pool starts without its Redis after this long; until it is there, each process goes by what it knows. */
const LONGEST_START_MS = 1_000;

/** Opens the parts, with a bounded wait for the Redis that they share. */
export async function openPoolParts(options: ResolvedAiProviderOptions): Promise<PoolParts> {
  const { admission, limits, clock, sharedState } = options;
  const [board, gate, redis] = await Promise.all([
    openBoard(sharedState, clock),
    admission.mode === 'off' ? undefined : AdmissionGate.open(admission, limits, clock),
    sharedState && openMoneyRedis(sharedState.redis),
  ]);
  const stores =
    sharedState &&
    redis &&
    openSharedMoney({
      client: redis.client,
      clock,
      prefix: `${sharedState.prefix}:money`,
      instances: sharedState.instances,
      money: options.money,
    });
  return partsOf({ board, admission: gate, money: new Money(options.money, clock, stores), redis });
}

/** Parts that only this process knows, and nothing in front of the providers. */
export function localParts({ clock, money }: ResolvedAiProviderOptions): PoolParts {
  return partsOf({
    board: new MemoryBoard(clock),
    admission: undefined,
    money: new Money(money, clock),
    redis: undefined,
  });
}

async function openMoneyRedis(source: Parameters<typeof openRedis>[0]): Promise<OpenedRedis> {
  const redis = openRedis(source, { name: 'hydrogenai-ai-money', commandTimeout: '1s' });
  if (redis.client.status !== 'wait') await waitUntilReady(redis.client, LONGEST_START_MS);
  return redis;
}

function partsOf({
  redis,
  ...parts
}: Omit<PoolParts, 'close'> & { readonly redis: OpenedRedis | undefined }): PoolParts {
  const { board, admission, money } = parts;
  return {
    ...parts,
    async close() {
      await Promise.all([admission?.close(), board.close(), money.close()]);
      redis?.close();
    },
  };
}
