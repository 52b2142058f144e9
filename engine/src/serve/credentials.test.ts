import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TLSSocket, connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { DirectoryCredentials } from './credentials.ts';
import { openPort } from './listen.ts';
import { makeAuthority, writeCertificates } from './throwaway-certificates.ts';

const ca = makeAuthority('test CA');
const pair = ca.issue('server');
const next = ca.issue('server');
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'certificates-'));
  writeCertificates(dir, pair, ca);
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Credentials from the folder, and the messages that they log. */
function open() {
  const logged: string[] = [];
  const credentials = new DirectoryCredentials(dir, (_, message) => logged.push(message));
  return { credentials, logged };
}

/** Runs `test` with a server that uses `credentials`; `shownCertificate` returns the certificate that a new connection gets. */
async function serving(
  credentials: DirectoryCredentials,
  test: (shownCertificate: () => Promise<string>) => Promise<void>,
) {
  const server = credentials.createServer((socket) => socket.resume());
  const port = await openPort(server)({ host: '127.0.0.1', port: 0 });
  const { cert, key } = ca.issue('client');
  const shownCertificate = () =>
    new Promise<string>((resolve, reject) => {
      const socket: TLSSocket = connect(
        { port, host: '127.0.0.1', ca: ca.cert, cert, key, ALPNProtocols: ['h2'] },
        () => {
          resolve(socket.getPeerX509Certificate()?.toString() ?? 'none');
          socket.destroy();
        },
      ).on('error', reject);
    });
  try {
    await test(shownCertificate);
  } finally {
    credentials.close();
  }
}

describe('certificates in a folder', () => {
  const unusable: { file: string; content: string | undefined; says: RegExp; reason: string }[] = [
    { file: 'tls.crt', content: undefined, says: /tls\.crt: there is no such file/, reason: 'no certificate' },
    { file: 'tls.key', content: undefined, says: /tls\.key: there is no such file/, reason: 'no key' },
    { file: 'ca.crt', content: undefined, says: /ca\.crt: there is no such file/, reason: 'no CA' },
    { file: 'ca.crt', content: '', says: /ca\.crt is not a certificate/, reason: 'an empty CA would trust the system' },
    { file: 'tls.crt', content: 'junk', says: /tls\.crt is not a certificate/, reason: 'not PEM' },
    { file: 'tls.key', content: 'junk', says: /tls\.key is not a private key/, reason: 'not PEM' },
    {
      file: 'tls.key',
      content: next.key,
      says: /tls\.key is not the key of tls\.crt/,
      reason: 'the key of another certificate',
    },
  ];
  for (const { file, content, says, reason } of unusable) {
    it(`are refused at the start, naming ${file}: ${reason}`, () => {
      if (content === undefined) rmSync(join(dir, file));
      else writeFileSync(join(dir, file), content);
      expect(open).toThrow(UserError);
      expect(open).toThrow(says);
    });
  }

  it('are used for new connections after they change on the disk', async () => {
    const { credentials, logged } = open();
    await serving(credentials, async (shownCertificate) => {
      credentials.refresh();
      expect(await shownCertificate()).toBe(pair.cert);
      expect(logged).toEqual([]);
      writeCertificates(dir, next, ca);
      credentials.refresh();
      credentials.refresh();
      expect(await shownCertificate()).toBe(next.cert);
      expect(logged).toEqual([expect.stringMatching(/new connections use them/)]);
    });
  });

  it('stay in use if the new ones are unusable, and an error is logged', async () => {
    const { credentials, logged } = open();
    await serving(credentials, async (shownCertificate) => {
      writeFileSync(join(dir, 'tls.key'), next.key);
      credentials.refresh();
      expect(await shownCertificate()).toBe(pair.cert);
      expect(logged).toEqual([
        expect.stringMatching(/tls\.key is not the key of tls\.crt: the previous .* stay in use/),
      ]);
      writeFileSync(join(dir, 'tls.crt'), next.cert);
      credentials.refresh();
      expect(await shownCertificate()).toBe(next.cert);
    });
  });
});
