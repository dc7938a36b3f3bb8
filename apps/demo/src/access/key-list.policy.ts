import { Keyring, type KeyringKey } from '@hydrogenai/security';

/** Keys as `id:secret`, with commas between, the one that writes first. */
export function keyList(text: string): readonly KeyringKey[] {
  return text.split(',').map((entry) => {
    const [id = '', ...secret] = entry.trim().split(':');
    return { id, secret: secret.join(':') };
  });
}

/** Whether a text is a list of keys that can be used. */
export function isKeyList(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  try {
    return new Keyring({ keys: keyList(text) }).ids.length > 0;
  } catch {
    return false; // what is wrong with it is all that a keyring refuses
  }
}
