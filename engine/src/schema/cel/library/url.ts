/** CEL's functions on URLs: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/library/urls.go */
import { parseUri } from '../../format/uri.ts';
import { type CelLibrary, type Comparable, equals } from './function.ts';

class Url implements Comparable {
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;

  constructor(text: string) {
    const uri = parseUri(text.replace(/#.*$/s, ''));
    if (parseUri(text) === undefined || uri === undefined)
      throw new Error('URL parse error during conversion from string');
    this.text = text;
    this.scheme = uri.scheme;
    this.host = uri.host;
    this.path = uri.path;
    this.query = uri.query;
  }

  [equals](other: unknown): boolean {
    return other instanceof Url && this.text === other.text;
  }

  /** Without port and brackets. */
  get hostname(): string {
    return this.host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host)?.[1] ?? '';
  }
}

/** The parameters of the query, without parts that Go can't read, such as one with a semicolon. */
function query(url: Url): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const part of url.query.split('&')) {
    if (part === '' || part.includes(';') || /%(?![0-9A-Fa-f]{2})/.test(part)) continue;
    const at = part.indexOf('=');
    const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    const key = unescape(name);
    values.set(key, [...(values.get(key) ?? []), unescape(value)]);
  }
  return values;
}

function unescape(text: string): string {
  const bytes = Buffer.from(text.replaceAll('+', ' '), 'utf8').toString('latin1');
  const unescaped = bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(unescaped, 'latin1').toString('utf8');
}

/** The path with every character percent-encoded that a path may not contain. */
function escapedPath({ path }: Url): string {
  return path.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]]/gu, (character) => encodeURIComponent(character));
}

const URL = 'kubernetes.URL';

export const urls: CelLibrary = {
  types: [{ name: URL, ctor: Url }],
  functions: [
    { signature: `url(string): ${URL}`, run: (text: string) => new Url(text) },
    { signature: 'isURL(string): bool', run: (text: string) => parseUri(text) !== undefined },
    { signature: `${URL}.getScheme(): string`, run: (url: Url) => url.scheme },
    { signature: `${URL}.getHost(): string`, run: (url: Url) => url.host },
    { signature: `${URL}.getHostname(): string`, run: (url: Url) => url.hostname },
    { signature: `${URL}.getPort(): string`, run: (url: Url) => url.port },
    { signature: `${URL}.getEscapedPath(): string`, run: escapedPath },
    { signature: `${URL}.getQuery(): map<string, list<string>>`, run: query },
  ],
};
