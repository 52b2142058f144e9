import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { type Address, formatAddress, listen, parseAddress } from './listen.ts';

/** Opens nothing; each host in `failing` fails with its code and the message of node:net. */
const opener = (failing: Record<string, string>, tried: string[]) => async (address: Address) => {
  tried.push(address.host);
  const code = failing[address.host];
  if (code !== undefined) throw new Error(`No address added, errors: [listen ${code}: ${formatAddress(address)}]`);
  return 4711;
};

describe('an address', () => {
  const read = [
    { text: '[::]:9443', address: { host: '::', port: 9443 } },
    { text: ':9443', address: { host: '::', port: 9443 } },
    { text: '127.0.0.1:0', address: { host: '127.0.0.1', port: 0 } },
    { text: 'localhost:80', address: { host: 'localhost', port: 80 } },
  ];
  for (const { text, address } of read) {
    it(`is read: ${text}`, () => {
      expect(parseAddress(text)).toEqual(address);
      expect(parseAddress(formatAddress(address))).toEqual(address);
    });
  }

  for (const text of ['', '9443', '::1:9443', '[nonsense]:1', 'host:65536', 'host:', '[::1]']) {
    it(`is refused: "${text}"`, () => {
      expect(() => parseAddress(text)).toThrow(UserError);
    });
  }
});

describe('listening', () => {
  it('returns the assigned port', async () => {
    expect(await listen({ host: '::', port: 0 }, opener({}, []))).toEqual({ host: '::', port: 4711 });
  });

  for (const code of ['EAFNOSUPPORT', 'EADDRNOTAVAIL']) {
    it(`falls back from [::] to 0.0.0.0 if there is no IPv6 (${code})`, async () => {
      const tried: string[] = [];
      expect(await listen({ host: '::', port: 1 }, opener({ '::': code }, tried))).toMatchObject({ host: '0.0.0.0' });
      expect(tried).toEqual(['::', '0.0.0.0']);
    });
  }

  const failures = [
    { host: '::', code: 'EADDRINUSE', says: /cannot listen on \[::\]:1: the port is in use/ },
    { host: '::1', code: 'EADDRNOTAVAIL', says: /the machine does not have this address/ },
    { host: '::', code: 'EACCES', says: /this user may not open the port/ },
  ];
  for (const { host, code, says } of failures) {
    it(`explains in one sentence that ${host} fails with ${code}`, async () => {
      const failing = listen({ host, port: 1 }, opener({ [host]: code }, []));
      await expect(failing).rejects.toThrow(UserError);
      await expect(failing).rejects.toThrow(says);
    });
  }
});
