/**
 * Certificate authorities for tests and benchmarks, created in memory without openssl: X.509 in the necessary DER only
 * (RFC 5280, section 4.1). Each run creates new keys; do not use these certificates for anything else.
 */
import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate with its key, both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A CA that signs certificates. */
export interface Authority {
  readonly cert: string;
  /** A certificate for these host names and IPv4 addresses, for a hundred years or until the given time. */
  issue(name: string, hosts?: readonly string[], until?: Date): Certificate;
}

/** A new authority; two of the same name do not trust each other. */
export function makeAuthority(name: string): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    cert: certificate({ subject: name, issuer: name, publicKey, signer: privateKey, extensions: [isAuthority] }),
    issue(subject, hosts = ['localhost', '127.0.0.1'], until = theEnd) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const extensions = [alternativeNames(hosts)];
      const keys = { publicKey: pair.publicKey, signer: privateKey };
      const cert = certificate({ subject, issuer: name, ...keys, extensions, until });
      return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
}

/** Writes tls.crt, tls.key and ca.crt with the names that Crossplane mounts. */
export function writeCertificates(dir: string, { cert, key }: Certificate, ca: Authority): void {
  mkdirSync(dir, { recursive: true });
  for (const [file, content] of Object.entries({ 'tls.crt': cert, 'tls.key': key, 'ca.crt': ca.cert }))
    writeFileSync(join(dir, file), content);
}

interface Contents {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly until?: Date;
}

const theEnd = new Date('2120-01-01T00:00:00Z');

function certificate({ subject, issuer, publicKey, signer, extensions, until = theEnd }: Contents): string {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const contents = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(15)),
    algorithm,
    commonName(issuer),
    sequence(
      der(0x17, Buffer.from('200101000000Z')),
      der(0x18, Buffer.from(`${until.toISOString().replaceAll(/\.\d+|\D/g, '')}Z`)),
    ),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', contents, signer));
  const body = sequence(contents, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const high = body.length >> 8;
  const prefix = high > 0 ? [0x82, high] : body.length > 0x7f ? [0x81] : [];
  return Buffer.concat([Buffer.from([tag, ...prefix, body.length & 0xff]), body]);
}

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);

const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(name)))));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let high = part >>> 7; high > 0; high >>>= 7) groups.unshift((high & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const critical = der(0x01, Buffer.from([0xff]));
const isAuthority = sequence(oid('2.5.29.19'), critical, der(0x04, sequence(critical)));

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) => {
    const ip = host.split('.').map(Number);
    return ip.some(Number.isNaN) ? der(0x82, Buffer.from(host)) : der(0x87, Buffer.from(ip));
  });
  return sequence(oid('2.5.29.17'), der(0x04, sequence(...names)));
}
