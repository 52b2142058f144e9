import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { readPrivateKey, readPublicKey } from './key.ts';
import { keyText } from './read-key.ts';
import { pair } from './testing/pair.ts';

const keys = pair();
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = { format: 'pem', type: 'pkcs8' } as const;
const locked = (cipher: string) => keys.privateKey.export({ ...pem, cipher, passphrase: 'open sesame' }).toString();
const sec1 = keys.privateKey.export({ format: 'pem', type: 'sec1' }).toString();
const bytes = Buffer.from('a widget');

describe('a private key', () => {
  it.each([
    { reason: 'in PKCS#8', text: keys.private, password: undefined },
    { reason: 'in SEC1, as older tools of OpenSSL write it', text: sec1, password: undefined },
    { reason: 'encrypted in PKCS#8', text: locked('aes-256-cbc'), password: 'open sesame' },
    { reason: 'that is not encrypted, beside a password', text: keys.private, password: 'open sesame' },
  ])('signs if it is $reason', ({ text, password }) => {
    const signature = readPrivateKey(text, 'widget.key', password).sign(bytes);
    expect(readPublicKey(keys.public, 'widget.pub').verifies(bytes, signature)).toBe(true);
    expect(readPublicKey(keys.public, 'widget.pub').verifies(Buffer.from('a gadget'), signature)).toBe(false);
  });

  it.each([
    {
      reason: 'is one of cosign',
      text: '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\neyJrZGYi\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----',
      says: "widget.key is encrypted in cosign's own form, which only cosign reads",
      hint: /make a key in PKCS#8, .*openssl genpkey/,
    },
    {
      reason: 'is encrypted, and there is no password',
      text: locked('aes-256-cbc'),
      says: 'widget.key is encrypted',
      hint: /put its password into the variable PLANESMITH_KEY_PASSWORD/,
    },
    {
      reason: 'has another password',
      text: locked('aes-128-cbc'),
      password: 'open barley',
      says: 'the password in PLANESMITH_KEY_PASSWORD does not open widget.key',
    },
    { reason: 'is a public key', text: keys.public, says: 'widget.key is a public key, and only a private key signs' },
    {
      reason: 'has another curve',
      text: p384.privateKey.export(pem).toString(),
      says: 'widget.key is an EC key on the curve secp384r1, and signatures of packages need P-256',
    },
    {
      reason: 'is one of RSA',
      text: rsa.privateKey.export(pem).toString(),
      says: 'widget.key is a key of the kind rsa, and signatures of packages need P-256',
    },
    {
      reason: 'is encrypted and has lost its line ends',
      text: locked('aes-256-cbc').replaceAll('\n', '\\n'),
      password: 'open sesame',
      says: 'widget.key is no private key in PEM',
    },
    {
      reason: 'is encrypted and cut off',
      text: locked('aes-256-cbc').slice(0, 120),
      password: 'open sesame',
      says: 'widget.key is no private key in PEM',
    },
    { reason: 'is cut off', text: keys.private.slice(0, 80), says: 'widget.key is no private key in PEM' },
    { reason: 'is nothing', text: '', says: 'widget.key is no private key in PEM' },
  ])('is refused in one sentence that has nothing of it if it $reason', ({ text, password, says, hint = /./ }) => {
    const refused = () => readPrivateKey(text, 'widget.key', password);
    expect(refused).toThrow(says);
    expect(refused).toThrow(UserError);
    try {
      refused();
    } catch (error) {
      expect((error as UserError).hint ?? 'none').toMatch(hint);
      expect(JSON.stringify(error)).not.toContain(keys.private.split('\n')[1]);
    }
  });
});

describe('a public key', () => {
  it.each([
    { reason: 'is a private key', text: keys.private, says: /is a private key, which belongs to whoever signs/ },
    { reason: 'is an encrypted one', text: locked('aes-256-cbc'), says: /is a private key/ },
    { reason: 'is no key', text: 'widgets', says: /is no public key in PEM/ },
    {
      reason: 'is one of RSA',
      text: rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      says: /is a key of the kind rsa/,
    },
  ])('is refused if it $reason', ({ text, says }) => {
    expect(() => readPublicKey(text, 'widget.pub')).toThrow(says);
    expect(() => readPublicKey(text, 'widget.pub')).toThrow(UserError);
  });

  it('finds no signature in what is none', () => {
    const key = readPublicKey(keys.public, 'widget.pub');
    for (const signature of ['', '!', 'AAAA', keys.public]) expect(key.verifies(bytes, signature)).toBe(false);
  });
});

describe('the name of a key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'widget-key-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is that of a file or of a variable', () => {
    writeFileSync(join(folder, 'widget.key'), keys.private);
    expect(keyText(join(folder, 'widget.key'))).toBe(keys.private);
    expect(keyText('env://WIDGET_KEY', { WIDGET_KEY: keys.private })).toBe(keys.private);
  });

  it.each([
    { reason: 'no file', name: 'nowhere.key', says: 'there is no key nowhere.key' },
    { reason: 'a folder', name: folder, says: 'is not a file' },
    { reason: 'nothing, as of a variable that is not set', name: '', says: '--key names no key' },
    { reason: 'an empty variable', name: 'env://WIDGET_KEY', says: 'the variable WIDGET_KEY has no key' },
  ])('is refused if it is that of $reason', ({ name, says }) => {
    expect(() => keyText(name, { WIDGET_KEY: '' })).toThrow(says);
  });

  it('is never repeated if it is the key itself', () => {
    const [, secret = ''] = keys.private.split('\n');
    for (const name of [keys.private, keys.private.replaceAll('\n', ' '), `./${keys.private}`]) {
      const refused = () => keyText(name, {});
      expect(refused).toThrow('--key has the text of a key, and needs its name');
      expect(refused).not.toThrow(secret);
    }
  });
});
