// Secrets
export { isSecret, Secret, type SecretOptions } from './secret/secret.js';
