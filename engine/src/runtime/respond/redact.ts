/** Removes secret values from messages, which may quote a provider or an error. */
import type { Resource, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';

/** Keys of connection details and Secrets whose values may be shown; any other value counts as secret. */
const harmless =
  /^(type|provider|host|hostname|fqdn|address|(private|public)ip|endpoint|port|database|dbname|user|username|region|bucket|(ca|tls)\.crt)$/i;
/** Replacing shorter values would damage ordinary words. */
const shortest = 4;

/** Whether the value under a key of a Secret is secret. */
export const isSecretKey = (key: string) => !harmless.test(key);

/** The message without the secret values of the request, plain or in base64. */
export function redact(message: string, { observed, requiredResources }: RunFunctionRequest): string {
  const secrets = new Set<string>();
  const resources: Resource[] = Object.values(observed?.resources ?? {});
  for (const { items } of Object.values(requiredResources)) for (const item of items) resources.push(item);
  for (const { resource, connectionDetails } of resources) {
    for (const [key, value] of Object.entries(connectionDetails)) {
      if (isSecretKey(key)) secrets.add(text(value));
    }
    if (resource?.['kind'] !== 'Secret') continue;
    for (const [key, value] of Object.entries((resource['data'] ?? {}) as Record<string, unknown>)) {
      if (!isSecretKey(key) || typeof value !== 'string') continue;
      secrets.add(value);
      secrets.add(text(Buffer.from(value, 'base64')));
    }
  }
  // The longest first: one secret may be part of another, as a password is of a URI.
  return [...secrets]
    .filter((secret) => secret.length >= shortest)
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), message);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
