/** URIs as Go's net/url reads them for a request; the format `uri` and CEL's `url` accept the same. */
import { parseIPv6 } from './ip-address.ts';

/** The parts of a URI as Go's `net/url` returns them. */
interface Uri {
  readonly scheme: string;
  /** With port and brackets. */
  readonly host: string;
  /** Unescaped. */
  readonly path: string;
  readonly query: string;
}

/** The parts of an absolute URI or an absolute path, or undefined if Go's `url.ParseRequestURI` refuses it. */
export function parseUri(text: string): Uri | undefined {
  if (text === '' || /[\x00-\x1f\x7f]/.test(text)) return undefined;
  if (text === '*') return { scheme: '', host: '', path: '*', query: '' };
  if (text.startsWith(':')) return undefined;
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*(?=:)/.exec(text)?.[0] ?? '';
  const [rest, query] = cut(scheme === '' ? text : text.slice(scheme.length + 1), '?');
  if (!rest.startsWith('/'))
    return scheme === '' ? undefined : { scheme: scheme.toLowerCase(), host: '', path: '', query };
  if (scheme === '' || !rest.startsWith('//')) return complete(scheme, '', rest, query);
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const host = parseAuthority(scheme.toLowerCase(), authority);
  return host === undefined ? undefined : complete(scheme, host, slash < 0 ? '' : rest.slice(slash), query);
}

function complete(scheme: string, host: string, escaped: string, query: string): Uri | undefined {
  const path = unescape(escaped);
  return path === undefined ? undefined : { scheme: scheme.toLowerCase(), host, path, query };
}

function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function parseAuthority(scheme: string, authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const user = authority.slice(0, at);
    if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) || unescape(user) === undefined) return undefined;
  }
  return parseHost(scheme, authority.slice(at + 1));
}

function parseHost(scheme: string, host: string): string | undefined {
  const open = host.lastIndexOf('[');
  if (open > 0) return undefined;
  if (open === 0) {
    const close = host.lastIndexOf(']');
    if (close < 0 || !validPort(host.slice(close + 1))) return undefined;
    return parseIPv6Host(host.slice(1, close)) ? host : undefined;
  }
  const colon = scheme === 'http' || scheme === 'https' ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0 && !validPort(host.slice(colon))) return undefined;
  return unescapeHost(host);
}

function parseIPv6Host(host: string): boolean {
  const [address, zone] = cut(host, '%25');
  return parseIPv6(address, 'no leading zeros') !== undefined && (!host.includes('%25') || zone !== '');
}

function validPort(port: string): boolean {
  return port === '' || /^:\d*$/.test(port);
}

/** A host may escape only bytes beyond ASCII, and may contain only these ASCII characters unescaped. */
function unescapeHost(host: string): string | undefined {
  if (!/^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]|%[89A-Fa-f][0-9A-Fa-f]|[^\x00-\x7f])*$/.test(host)) return undefined;
  return unescape(host);
}

function unescape(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  if (!text.includes('%')) return text;
  const bytes = Buffer.from(
    text.replace(/[^\x00-\x7f]/gu, (c) => encodeURIComponent(c)),
    'latin1',
  ).toString('latin1');
  return Buffer.from(
    bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
}
