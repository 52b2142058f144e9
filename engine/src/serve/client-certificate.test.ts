import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, type TLSSocket, connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryCredentials } from './credentials.ts';
import { type Certificate, makeAuthority, writeCertificates } from './throwaway-certificates.ts';

const ca = makeAuthority('Crossplane');
const rogue = makeAuthority('Crossplane');
const dir = mkdtempSync(join(tmpdir(), 'admission-'));
writeCertificates(dir, ca.issue('function'), ca);
const refusals: string[] = [];
const credentials = new DirectoryCredentials(
  dir,
  () => undefined,
  (reason) => refusals.push(reason),
);
const server = credentials.createServer((socket) => socket.end('welcome'));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterEach(() => {
  refusals.length = 0;
});
afterAll(() => {
  credentials.close();
  rmSync(dir, { recursive: true });
});

/** The text that a client reads before the connection ends, and the session that it could resume. */
function connectClient(
  certificate?: Certificate,
  options: ConnectionOptions = {},
): Promise<{ text: string; session: Buffer | undefined; isResumed: boolean }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', ca: ca.cert, ...certificate, ...options });
    let text = '';
    let session: Buffer | undefined;
    let isResumed = false;
    socket.on('secureConnect', () => (isResumed = socket.isSessionReused()));
    socket.on('session', (next: Buffer) => (session = next));
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text, session, isResumed }));
  });
}

describe('a connection', () => {
  const table: { client: string; certificate: Certificate | undefined; reason: RegExp | undefined }[] = [
    { client: 'with a certificate of the CA', certificate: ca.issue('crossplane'), reason: undefined },
    {
      client: "with a certificate that has the CA's own name, like that of Crossplane",
      certificate: ca.issue('Crossplane'),
      reason: undefined,
    },
    {
      client: 'with a certificate of another CA of the same name',
      certificate: rogue.issue('crossplane'),
      reason: /its certificate is not one that ca\.crt has signed .*\([A-Z_]+\)$/,
    },
    {
      client: "with a certificate that only has the CA's name",
      certificate: rogue.issue('Crossplane'),
      reason: /its certificate is not one that ca\.crt has signed .*\(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
    },
    {
      client: 'with a certificate that has expired',
      certificate: ca.issue('crossplane', undefined, new Date(Date.now() - 60_000)),
      reason: /its certificate is not one that .* is valid now \(CERT_HAS_EXPIRED\)$/,
    },
    { client: 'without a certificate', certificate: undefined, reason: /^it has no certificate$/ },
  ];
  for (const { client, certificate, reason } of table) {
    it(`${client} is ${reason === undefined ? 'admitted' : 'refused with the reason'}`, async () => {
      const { text } = await connectClient(certificate);
      expect(text).toBe(reason === undefined ? 'welcome' : '');
      expect(refusals).toEqual(reason === undefined ? [] : [expect.stringMatching(reason)]);
    });
  }

  const versions = ['TLSv1.3', 'TLSv1.2'] as const;
  const clients = versions.flatMap((maxVersion) => [
    { maxVersion, name: 'crossplane' },
    { maxVersion, name: 'Crossplane' },
  ]);
  it("resumes no session, so that the end of a client's certificate counts", async () => {
    const until = new Date(Date.now() + 5000);
    const resumable = clients.map(async ({ maxVersion, name }) => {
      const [lasting, ending] = [ca.issue(name), ca.issue(name, undefined, until)];
      const first = await connectClient(ending, { maxVersion });
      expect(first.text).toBe('welcome');
      const { session } = await connectClient(lasting, { maxVersion });
      const again = await connectClient(lasting, { maxVersion, ...(session && { session }) });
      expect(again).toMatchObject({ text: 'welcome', isResumed: false });
      return () => connectClient(ending, { maxVersion, ...(first.session && { session: first.session }) });
    });
    const resume = await Promise.all(resumable);
    await sleep(until.getTime() - Date.now() + 1000);
    const resumed = await Promise.all(resume.map((connectAgain) => connectAgain()));
    expect(resumed).toMatchObject(clients.map(() => ({ text: '', isResumed: false })));
    expect(refusals).toEqual(clients.map(() => expect.stringContaining('its certificate is not one that')));
  });
});
