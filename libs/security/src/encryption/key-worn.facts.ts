import { factChannel } from '@hydrogenai/common';

/** A key has three quarters of its uses behind it: time to put a new one in front of it. Told once for each derived key. */
export interface KeyWorn {
  readonly keyId: string;
  readonly purpose: string;
  readonly uses: number;
  readonly mostUses: number;
}

/** `hydrogenai:security.key-worn` */
export const keyWorn = factChannel<KeyWorn>('security.key-worn');
