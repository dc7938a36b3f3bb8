import {
  admittedStream,
  aspectDecorator,
  AspectOrder,
  AspectRuntimeMissingError,
  currentContext,
  isAsyncGeneratorMethod,
  type MethodCall,
} from '@hydrogenai/common';
import { AccessControl } from './access.control.js';
import { currentCheckedCall } from './checked-call.storage.js';
import { isPrincipal, type Identified } from './identity.port.js';
import { checkedPermission } from './permission.policy.js';
import { requirePermissions } from './required-permissions.js';
import { resourceOf } from './resource-name.policy.js';

/**
 * Lets only callers with all these permissions into a method of any provider, controller or message handler. On a
 * handler `AccessGuard` decides, before anything reads the arguments; elsewhere the principal of the request context does, see
 * `runAs`. An async generator method stays one and is refused before its first chunk; any other method becomes
 * asynchronous. A method of a subclass that replaces it needs the decorator again.
 *
 * The call fails with `NotAuthenticatedError` or `AccessDeniedError`, with `AuditUnavailableError` when it cannot be recorded and
 * must be, and with `AspectRuntimeMissingError` on an instance that Nest did not make or without `SecurityModule`.
 * @throws InvalidOptionError when the class is defined, for what is no permission
 */
export function RequiresPermission(permission: string, ...more: readonly string[]): MethodDecorator {
  const permissions = [permission, ...more].map((one) => checkedPermission(one, '@RequiresPermission'));
  return (target, methodName, descriptor) => {
    const around = isAsyncGeneratorMethod(descriptor.value) ? admittedStream : guardedCall;
    aspectDecorator<AccessControl>({
      name: 'RequiresPermission',
      order: AspectOrder.permitted,
      token: AccessControl,
      around: (access, call, proceed) => around(() => admit(access, permissions, call), proceed),
    })(target, methodName, descriptor);
    // The aspect has refused everything that is no method.
    requirePermissions(descriptor.value as object, permissions);
  };
}

async function guardedCall(admitted: () => Promise<void>, proceed: () => unknown): Promise<unknown> {
  await admitted();
  return proceed();
}

async function admit(
  access: AccessControl | undefined,
  permissions: readonly string[],
  call: MethodCall,
): Promise<void> {
  if (!access) throw new AspectRuntimeMissingError('RequiresPermission', 'SecurityModule', call);
  if (isChecked(call)) return;
  const who = currentContext()?.principal ?? unrecognised();
  await access.admit(who, permissions, resourceOf(call.className, call.methodName));
}

/** The guard has decided about this call, and recorded it. Not about one that the handler makes as somebody else. */
function isChecked({ instance, methodName }: MethodCall): boolean {
  const checked = currentCheckedCall();
  return (
    checked?.handler !== undefined &&
    checked.handler === Reflect.get(instance, methodName) &&
    checked.who === currentContext()?.principal
  );
}

/** A caller that has shown something that nobody knows hears so, wherever it is refused. */
function unrecognised(): Identified | undefined {
  const who = currentCheckedCall()?.who;
  return who !== undefined && !isPrincipal(who) ? who : undefined;
}
