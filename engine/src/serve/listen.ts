/** Opens ports: parses addresses, falls back from IPv6 to IPv4, and explains a failure in one sentence. */
import { type AddressInfo, type Server, isIPv6 } from 'node:net';
import { UserError } from '../errors.ts';

/** A host, without brackets, and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The address in `text`: `host:port`, `[ipv6]:port`, or `:port` for every address of the machine. */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535 || (match[1] !== undefined && !isIPv6(match[1])))
    throw new UserError(`"${text}" is not an address`, { hint: 'write host:port, [ipv6]:port or :port' });
  return { host: match[1] ?? (match[2] || '::'), port };
}

/** The address as URLs write it. */
export const formatAddress = ({ host, port }: Address): string =>
  isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;

/**
 * Opens `address` with `open` and returns it with the port that the operating system assigned. If the machine has no
 * IPv6, `[::]` becomes `0.0.0.0`. Throws a `UserError` if the port can't be opened.
 */
export async function listen(address: Address, open: (address: Address) => Promise<number>): Promise<Address> {
  try {
    return { ...address, port: await open(address) };
  } catch (cause) {
    const code = /\bE[A-Z]{3,}\b/.exec((cause as Error).message)?.[0] ?? '';
    if (address.host === '::' && ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(code))
      return listen({ ...address, host: '0.0.0.0' }, open);
    throw new UserError(`cannot listen on ${formatAddress(address)}: ${reasons[code] ?? (cause as Error).message}`, {
      hint: 'choose another address with --address or --health-address',
      cause,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EACCES: 'this user may not open the port',
  EADDRNOTAVAIL: 'the machine does not have this address',
  ENOTFOUND: 'the host name is unknown',
};

/** Opens a server of `node:net`; resolves to its port. */
export const openPort = (server: Server) => (address: Address) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
