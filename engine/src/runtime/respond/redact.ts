/** Removes secret values from messages, which may quote a provider or an error. */
import type { Resource, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { readings } from './readings.ts';

/** Keys of connection details and Secrets whose values may be shown; any other value counts as secret. */
const harmless =
  /^(type|provider|host|hostname|fqdn|address|(private|public)ip|endpoint|port|database|dbname|user|username|region|bucket|(ca|tls)\.crt)$/i;
/** Replacing shorter values would damage ordinary words. */
const shortest = 4;
/** The same for one line of several. */
const shortestLine = 8;

const blanks = ' \t\n\v\f\r\0';

/** Whether the value under a key of a Secret is secret. */
export const isSecretKey = (key: string) => !harmless.test(key);

/**
 * The message without the secret values of the request. It also hides one line of a value, a value without the space around it, and both in
 * base64 or base64url. Each of these may be part of a longer text, or be escaped as in JSON or a URL.
 */
export function redact(message: string, request: RunFunctionRequest): string {
  const forms = new Set(secretsIn(request).flatMap(formsOf));
  if (forms.size === 0) return message;
  let shortestForm = Number.POSITIVE_INFINITY;
  for (const { length } of forms) shortestForm = Math.min(shortestForm, length);
  const ranges: (readonly [from: number, to: number])[] = [];
  for (const { bytes, written } of readings(message, shortestForm)) {
    for (const form of forms) {
      for (let at = bytes.indexOf(form); at >= 0; at = bytes.indexOf(form, at + form.length))
        ranges.push(written(at, at + form.length));
    }
  }
  return ranges.length === 0 ? message : without(message, ranges);
}

function secretsIn(request: RunFunctionRequest): readonly Buffer[] {
  const { observed, desired, requiredResources, extraResources, credentials } = request;
  const secrets: Buffer[] = [];
  const add = (key: string, value: Uint8Array) => {
    if (isSecretKey(key)) secrets.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  };
  const addAll = (resources: Iterable<Resource | undefined>) => {
    for (const { resource, connectionDetails } of [...resources].filter((found) => found !== undefined)) {
      for (const [key, value] of Object.entries(connectionDetails)) add(key, value);
      if (resource?.['kind'] !== 'Secret') continue;
      for (const [key, value] of Object.entries((resource['data'] ?? {}) as Record<string, unknown>))
        if (typeof value === 'string') add(key, Buffer.from(value, 'base64'));
      for (const [key, value] of Object.entries((resource['stringData'] ?? {}) as Record<string, unknown>))
        if (typeof value === 'string') add(key, Buffer.from(value));
    }
  };
  for (const state of [observed, desired]) addAll([state?.composite, ...Object.values(state?.resources ?? {})]);
  for (const lists of [requiredResources, extraResources]) for (const { items } of Object.values(lists)) addAll(items);
  for (const { credentialData } of Object.values(credentials))
    for (const [key, value] of Object.entries(credentialData?.data ?? {})) add(key, value);
  return secrets;
}

/** What is hidden of a secret, as one character per byte. */
function formsOf(secret: Buffer): readonly string[] {
  const text = secret.toString('latin1');
  const lines = text.includes('\n') ? text.split('\n').map(trimmed) : [];
  return [
    ...[text, trimmed(text)].filter(({ length }) => length >= shortest),
    ...lines.filter((line) => line.length >= shortestLine && !line.startsWith('-----')),
  ];
}

/** The text without space and zeros around it. `trim` would take the last byte of some letters for a space. */
function trimmed(text: string): string {
  const isSpace = (index: number) => blanks.includes(text.charAt(index));
  let [from, to] = [0, text.length];
  while (from < to && isSpace(from)) from += 1;
  while (to > from && isSpace(to - 1)) to -= 1;
  return text.slice(from, to);
}

/** The message with a mark in place of each range of its bytes; ranges that overlap are one. */
function without(message: string, ranges: readonly (readonly [from: number, to: number])[]): string {
  const bytes = Buffer.from(message);
  const parts: Buffer[] = [];
  let end = 0;
  for (const [from, to] of ranges.toSorted((one, other) => one[0] - other[0] || other[1] - one[1])) {
    if (from >= end || end === 0) parts.push(bytes.subarray(end, from), Buffer.from('***'));
    end = Math.max(end, to);
  }
  return Buffer.concat([...parts, bytes.subarray(end)]).toString();
}
