import { randomBytes } from 'node:crypto';
import {
  ApiKeyIdentity,
  FileSink,
  MemorySink,
  type Masker,
  type SecurityModuleOptions,
} from '@hydrogenai/security';
import type { DemoEnvironment } from '../config/demo.environment.js';
import { translateHttpException } from '../http/http-exception.policy.js';
import type { AccessKeys } from './access-keys.js';
import { DEMO_ROLES } from './demo.roles.js';
import { keyList } from './key-list.policy.js';

/** Roles for the administrative endpoints, and a trail of who used them and who was refused. */
export function securityOptions(
  { auditFile, auditKeys }: Pick<DemoEnvironment, 'auditFile' | 'auditKeys'>,
  { entries }: AccessKeys,
  masking: Masker,
): SecurityModuleOptions {
  return {
    access: { identity: new ApiKeyIdentity(entries), roles: DEMO_ROLES },
    audit: {
      // Without a file the trail ends with the process, and so may its key.
      keys: {
        keys:
          auditKeys === undefined ? [{ id: 'start', secret: randomBytes(32) }] : keyList(auditKeys.reveal()),
      },
      sink: auditFile === undefined ? new MemorySink() : new FileSink({ path: auditFile }),
    },
    masking,
    errors: { translate: translateHttpException },
  };
}
