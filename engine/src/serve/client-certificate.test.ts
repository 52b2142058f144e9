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

/** What a client reads before the connection ends, and the session it could resume. */
function knock(certificate?: Certificate, session?: Buffer): Promise<{ text: string; session: Buffer | undefined }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const resumed = session && { session };
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', ca: ca.cert, ...certificate, ...resumed });
    let text = '';
    let given: Buffer | undefined;
    socket.on('session', (next: Buffer) => (given = next));
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text, session: given }));
  });
}

describe('a connection', () => {
  const table: { who: string; certificate: Certificate | undefined; isAdmitted: boolean }[] = [
    { who: 'with a certificate of the CA', certificate: ca.issue('crossplane'), isAdmitted: true },
    {
      who: "with one that bears the CA's own name, as core's does",
      certificate: ca.issue('Crossplane'),
      isAdmitted: true,
    },
    { who: 'with one of another CA of the same name', certificate: rogue.issue('crossplane'), isAdmitted: false },
    { who: 'with one that only bears the name', certificate: rogue.issue('Crossplane'), isAdmitted: false },
    { who: 'without a certificate', certificate: undefined, isAdmitted: false },
  ];
  for (const { who, certificate, isAdmitted } of table) {
    it(`${who} is ${isAdmitted ? 'admitted, and resumed' : 'ended, and not resumed either'}`, async () => {
      const first = await knock(certificate);
      const second = await knock(certificate, first.session);
      const said = isAdmitted ? 'welcome' : '';
      expect([first.text, second.text]).toEqual([said, said]);
    });
  }
});
