/** Names of fields that hold secrets, without case and marks. */
const SENSITIVE = new Set([
  'accesskey',
  'accesstoken',
  'apikey',
  'apitoken',
  'authorization',
  'authtoken',
  'bearertoken',
  'clientsecret',
  'connectionstring',
  'cookie',
  'credentials',
  'encryptionkey',
  'idtoken',
  'passphrase',
  'passwd',
  'password',
  'pepper',
  'privatekey',
  'proxyauthorization',
  'pwd',
  'refreshtoken',
  'secret',
  'secretaccesskey',
  'secretkey',
  'sessiontoken',
  'setcookie',
  'signingkey',
  'token',
  'webhooksecret',
  'xapikey',
  'xauthtoken',
]);

const LONGEST_NAME = 64;

/** Whether a field of this name holds a secret, whatever it looks like: `Authorization`, `api_key`, `dbPassword`. */
export function isSensitiveField(name: string): boolean {
  if (name.length > LONGEST_NAME) return false;
  const plain = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return SENSITIVE.has(plain) || /(?:password|apikey|secretkey|privatekey|accesstoken)$/.test(plain);
}
