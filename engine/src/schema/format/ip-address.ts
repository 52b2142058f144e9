/** IP addresses as Go reads them, in the lenient way that CRD formats use and the strict way that CEL uses. */

/** Whether a decimal part of an IPv4 address may start with zeros: CRD formats allow it, CEL does not. */
type Zeros = 'leading zeros' | 'no leading zeros';

/** The 4 bytes of a dotted IPv4 address, or undefined. */
export function parseIPv4(text: string, zeros: Zeros = 'leading zeros'): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes = parts.map((part) => {
    if (!/^\d+$/.test(part)) return Number.NaN;
    if (zeros === 'no leading zeros' && part.length > 1 && part.startsWith('0')) return Number.NaN;
    return Number(part);
  });
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** The 16 bytes of an IPv6 address without a zone, or undefined. */
export function parseIPv6(text: string, zeros: Zeros = 'leading zeros'): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (head === undefined) return undefined;
  const front = groups(head, zeros, tail === undefined);
  if (tail === undefined) return front?.length === 16 ? front : undefined;
  const back = groups(tail, zeros, true);
  if (front === undefined || back === undefined || front.length + back.length > 14) return undefined;
  return [...front, ...Array.from({ length: 16 - front.length - back.length }, () => 0), ...back];
}

function groups(texts: readonly string[], zeros: Zeros, mayEndInIPv4: boolean): number[] | undefined {
  const bytes: number[] = [];
  for (const [i, text] of texts.entries()) {
    if (mayEndInIPv4 && i === texts.length - 1 && text.includes('.')) {
      const ipv4 = parseIPv4(text, zeros);
      if (ipv4 === undefined) return undefined;
      bytes.push(...ipv4);
    } else {
      if (!/^[0-9a-fA-F]+$/.test(text) || (zeros === 'no leading zeros' && text.length > 4)) return undefined;
      const value = Number.parseInt(text, 16);
      if (value > 0xffff) return undefined;
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return bytes.length <= 16 ? bytes : undefined;
}

/** The bytes and prefix length of an address range such as `10.0.0.0/8`, or undefined. */
export function parseCIDR(
  text: string,
  zeros: Zeros = 'leading zeros',
): { bytes: number[]; prefix: number } | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = text.slice(0, slash);
  const length = text.slice(slash + 1);
  const bytes = parseIPv4(address, zeros) ?? parseIPv6(address, zeros);
  if (bytes === undefined || !/^\d+$/.test(length)) return undefined;
  if (zeros === 'no leading zeros' && length.length > 1 && length.startsWith('0')) return undefined;
  const prefix = Number(length);
  return prefix <= bytes.length * 8 ? { bytes, prefix } : undefined;
}
