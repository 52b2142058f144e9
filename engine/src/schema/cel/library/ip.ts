/** CEL's functions on IP addresses and ranges: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/library/ip.go and cidr.go */
import { parseCIDR, parseIPv4, parseIPv6 } from '../../format/ip-address.ts';
import { type CelLibrary, type Comparable, equals } from './function.ts';

class IpWord {}

export class Ip implements Comparable {
  /** Four or sixteen. */
  readonly bytes: readonly number[];

  constructor(bytes: readonly number[]) {
    this.bytes = bytes;
  }

  [equals](other: unknown): boolean {
    return other instanceof Ip && this.text === other.text;
  }

  /** The canonical form, as Go's `netip` prints it. */
  get text(): string {
    return this.bytes.length === 4 ? this.bytes.join('.') : ipv6Text(this.bytes);
  }
}

/** The groups as text; the longest run of two or more zero groups becomes `::`. */
function ipv6Text(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16));
  const text = groups.join(':');
  const runs = [...text.matchAll(/\b0(?::0\b)+/g)].sort((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (longest === undefined) return text;
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}

export class Cidr implements Comparable {
  readonly bytes: readonly number[];
  readonly prefix: number;

  constructor(bytes: readonly number[], prefix: number) {
    this.bytes = bytes;
    this.prefix = prefix;
  }

  [equals](other: unknown): boolean {
    return other instanceof Cidr && this.prefix === other.prefix && new Ip(this.bytes)[equals](new Ip(other.bytes));
  }

  get text(): string {
    return `${new Ip(this.bytes).text}/${this.prefix}`;
  }

  get masked(): Cidr {
    return new Cidr(mask(this.bytes, this.prefix), this.prefix);
  }

  contains(bytes: readonly number[]): boolean {
    if (bytes.length !== this.bytes.length) return false;
    return mask(bytes, this.prefix).join() === mask(this.bytes, this.prefix).join();
  }
}

function mask(bytes: readonly number[], prefix: number): number[] {
  return bytes.map((byte, i) => byte & (0xff00 >> Math.max(0, Math.min(8, prefix - 8 * i))) & 0xff);
}

/** The address, or undefined; CEL refuses an IPv4 address inside of IPv6. */
function parseIp(text: string): Ip | undefined {
  const bytes = parseIPv4(text, 'no leading zeros') ?? parseIPv6(text, 'no leading zeros');
  return bytes === undefined || isMapped(bytes) ? undefined : new Ip(bytes);
}

function parseRange(text: string): Cidr | undefined {
  const range = parseCIDR(text, 'no leading zeros');
  return range === undefined || isMapped(range.bytes) ? undefined : new Cidr(range.bytes, range.prefix);
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.length === 16 && bytes.slice(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255';
}

function ip(text: string): Ip {
  const parsed = parseIp(text);
  if (parsed !== undefined) return parsed;
  throw new Error(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
}

function cidr(text: string): Cidr {
  const parsed = parseRange(text);
  if (parsed !== undefined) return parsed;
  throw new Error('network address parse error during conversion from string');
}

const inside = (range: string) => (address: Ip) => cidr(range).contains(address.bytes);
const any =
  (...tests: ((address: Ip) => boolean)[]) =>
  (address: Ip) =>
    tests.some((test) => test(address));

const isUnspecified = any(inside('0.0.0.0/32'), inside('::/128'));
const isLoopback = any(inside('127.0.0.0/8'), inside('::1/128'));
const isLinkLocalUnicast = any(inside('169.254.0.0/16'), inside('fe80::/10'));
const isLinkLocalMulticast = (address: Ip) =>
  address.bytes.length === 4
    ? inside('224.0.0.0/24')(address)
    : address.bytes[0] === 0xff && (address.bytes[1]! & 0x0f) === 0x02;
const isMulticast = any(inside('224.0.0.0/4'), inside('ff00::/8'));
const notGlobal = any(isUnspecified, inside('255.255.255.255/32'), isLoopback, isMulticast, isLinkLocalUnicast);

const IP = 'net.IP';
const CIDR = 'net.CIDR';

export const addresses: CelLibrary = {
  types: [
    { name: IP, ctor: Ip },
    { name: CIDR, ctor: Cidr },
  ],
  namespaces: [{ word: 'ip', type: { name: 'kubernetes.IpWord', ctor: IpWord } }],
  functions: [
    { signature: `ip(string): ${IP}`, run: ip },
    { signature: 'isIP(string): bool', run: (text: string) => parseIp(text) !== undefined },
    {
      signature: 'kubernetes.IpWord.isCanonical(string): bool',
      run: (_: IpWord, text: string) => ip(text).text === text,
    },
    { signature: `${IP}.family(): int`, run: (address: Ip) => (address.bytes.length === 4 ? 4n : 6n) },
    { signature: `${IP}.isUnspecified(): bool`, run: isUnspecified },
    { signature: `${IP}.isLoopback(): bool`, run: isLoopback },
    { signature: `${IP}.isLinkLocalMulticast(): bool`, run: isLinkLocalMulticast },
    { signature: `${IP}.isLinkLocalUnicast(): bool`, run: isLinkLocalUnicast },
    { signature: `${IP}.isGlobalUnicast(): bool`, run: (address: Ip) => !notGlobal(address) },
    { signature: `cidr(string): ${CIDR}`, run: cidr },
    { signature: 'isCIDR(string): bool', run: (text: string) => parseRange(text) !== undefined },
    {
      signature: `${CIDR}.containsIP(string): bool`,
      run: (range: Cidr, text: string) => range.contains(ip(text).bytes),
    },
    { signature: `${CIDR}.containsIP(${IP}): bool`, run: (range: Cidr, address: Ip) => range.contains(address.bytes) },
    {
      signature: `${CIDR}.containsCIDR(string): bool`,
      run: (range: Cidr, text: string) => containsRange(range, cidr(text)),
    },
    { signature: `${CIDR}.containsCIDR(${CIDR}): bool`, run: containsRange },
    { signature: `${CIDR}.ip(): ${IP}`, run: (range: Cidr) => new Ip(range.bytes) },
    { signature: `${CIDR}.masked(): ${CIDR}`, run: (range: Cidr) => range.masked },
    { signature: `${CIDR}.prefixLength(): int`, run: (range: Cidr) => BigInt(range.prefix) },
  ],
};

function containsRange(range: Cidr, other: Cidr): boolean {
  return range.prefix <= other.prefix && range.contains(other.bytes);
}
