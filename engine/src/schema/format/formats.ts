/**
 * The checks of string formats, the same as for a CRD:
 * https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/strfmt/default.go
 */
import type { StringFormat } from '../node.ts';
import { parseCIDR, parseIPv4, parseIPv6 } from './ip-address.ts';
import { isDateTime, parseDate, parseDuration } from './time.ts';
import { parseUri } from './uri.ts';

const shortName = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const shortNamePattern = new RegExp(`^${shortName}$`);
const longNamePattern = new RegExp(`^${shortName}(?:\\.${shortName})*$`);
const hostPart = '[a-zA-Z0-9\\p{S}\\p{L}]';
const hostPattern = new RegExp(
  `^(?:${hostPart}(?:-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?|(?:${hostPart}(?:[-a-zA-Z0-9\\p{S}\\p{L}]{0,61}${hostPart})?\\.)+[a-zA-Z\\p{L}]{2,63})$`,
  'u',
);
const macPattern =
  /^(?:[0-9a-fA-F]{2}([:-])[0-9a-fA-F]{2}(?:\1[0-9a-fA-F]{2}){4}(?:(?:\1[0-9a-fA-F]{2}){2}|(?:\1[0-9a-fA-F]{2}){14})?|[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})?(?:(?:\.[0-9a-fA-F]{4}){6})?)$/;

/** For each format, whether a string has it. */
export const formats: { readonly [F in StringFormat]: (text: string) => boolean } = {
  byte: (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text),
  cidr: (text) => parseCIDR(text) !== undefined,
  date: (text) => parseDate(text) !== undefined,
  'date-time': isDateTime,
  duration: (text) => parseDuration(text) !== undefined,
  hostname: (text) =>
    Buffer.byteLength(text) <= 255 &&
    hostPattern.test(text) &&
    text.split('.').every((part) => Buffer.byteLength(part) <= 63),
  ipv4: (text) => text.includes('.') && (/^[^:]*\./.test(text) ? parseIPv4(text) : parseIPv6(text)) !== undefined,
  ipv6: (text) => text.includes(':') && /^[^.]*:/.test(text) && parseIPv6(text, 'no leading zeros') !== undefined,
  'k8s-long-name': (text) => text.length <= 253 && longNamePattern.test(text),
  'k8s-short-name': (text) => text.length <= 63 && shortNamePattern.test(text),
  mac: (text) => macPattern.test(text),
  uri: (text) => parseUri(text) !== undefined,
  uuid: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
};
