import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AddressInfo } from 'node:net';
import { type TLSSocket, connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryCredentials } from './credentials.ts';
import { type Certificate, makeAuthority, writeCertificates } from './throwaway-certificates.ts';

const ca = makeAuthority('Crossplane');
const rogue = makeAuthority('Crossplane');
const dir = mkdtempSync(join(tmpdir(), 'admission-'));
writeCertificates(dir, ca.issue('function'), ca);
const credentials = new DirectoryCredentials(dir, () => undefined);
const server = credentials.createServer((socket) => socket.end('welcome'));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  credentials.close();
  rmSync(dir, { recursive: true });
});

/** The text that a client reads before the connection ends, and the session that it could resume. */
function connectClient(
  certificate?: Certificate,
  session?: Buffer,
): Promise<{ text: string; session: Buffer | undefined }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const resumed = session && { session };
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', ca: ca.cert, ...certificate, ...resumed });
    let text = '';
    let lastSession: Buffer | undefined;
    socket.on('session', (next: Buffer) => (lastSession = next));
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text, session: lastSession }));
  });
}

describe('a connection', () => {
  const table: { client: string; certificate: Certificate | undefined; isAdmitted: boolean }[] = [
    { client: 'with a certificate of the CA', certificate: ca.issue('crossplane'), isAdmitted: true },
    {
      client: "with a certificate that has the CA's own name, like that of Crossplane",
      certificate: ca.issue('Crossplane'),
      isAdmitted: true,
    },
    {
      client: 'with a certificate of another CA of the same name',
      certificate: rogue.issue('crossplane'),
      isAdmitted: false,
    },
    {
      client: "with a certificate that only has the CA's name",
      certificate: rogue.issue('Crossplane'),
      isAdmitted: false,
    },
    { client: 'without a certificate', certificate: undefined, isAdmitted: false },
  ];
  for (const { client, certificate, isAdmitted } of table) {
    it(`${client} is ${isAdmitted ? 'admitted, also when it resumes a session' : 'refused, also when it resumes a session'}`, async () => {
      const first = await connectClient(certificate);
      const second = await connectClient(certificate, first.session);
      const expected = isAdmitted ? 'welcome' : '';
      expect([first.text, second.text]).toEqual([expected, expected]);
    });
  }
});
