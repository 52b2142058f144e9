/** The keys of signatures: ECDSA on the curve P-256 with SHA-256, which cosign makes and Crossplane takes. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { UserError } from '../errors.ts';

/** Says whether a signature, which is base64 of DER, is by this key. */
export interface PublicKey {
  verifies(bytes: Uint8Array, signature: string): boolean;
}

/** Signs bytes. What it gives differs from call to call, since ECDSA takes a random number. */
export interface Signer {
  readonly publicKey: PublicKey;
  sign(bytes: Uint8Array): string;
}

/** The environment variable with the password of a private key. */
export const passwordVariable = 'PLANESMITH_KEY_PASSWORD';

const make = 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -out cosign.key';
const show = 'openssl pkey -in cosign.key -pubout -out cosign.pub';

/** The private key in the PEM text of `file`. Throws a `UserError` that has nothing of the key if it cannot be used. */
export function readPrivateKey(text: string, file: string, password?: string): Signer {
  if (/-----BEGIN ENCRYPTED (COSIGN|SIGSTORE) PRIVATE KEY-----/.test(text)) {
    throw new UserError(`${file} is encrypted in cosign's own form, which only cosign reads`, {
      hint: `make a key in PKCS#8, which cosign import-key-pair takes, too: ${make}`,
    });
  }
  if (/-----BEGIN PUBLIC KEY-----/.test(text)) {
    throw new UserError(`${file} is a public key, and only a private key signs`, { hint: 'name the private key' });
  }
  const key = privateKeyIn(text, file, password);
  insistOnCurve(key, file);
  return {
    publicKey: publicKeyOf(createPublicKey(key)),
    sign: (bytes) => sign('sha256', bytes, key).toString('base64'),
  };
}

/** The public key in the PEM text of `file`. Throws a `UserError` if it is none of these keys. */
export function readPublicKey(text: string, file: string): PublicKey {
  // Whoever verifies needs no private key, and should not have it.
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw new UserError(`${file} is a private key, which belongs to whoever signs`, {
      hint: `name the public key, which this writes: ${show}`,
    });
  }
  let key: KeyObject;
  try {
    key = createPublicKey(text);
  } catch (cause) {
    throw new UserError(`${file} is no public key in PEM`, { hint: `this writes one: ${show}`, cause });
  }
  insistOnCurve(key, file);
  return publicKeyOf(key);
}

function privateKeyIn(text: string, file: string, password: string | undefined): KeyObject {
  const isEncrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text);
  if (isEncrypted && password === undefined) {
    throw new UserError(`${file} is encrypted`, { hint: `put its password into the variable ${passwordVariable}` });
  }
  try {
    return createPrivateKey({ key: text, ...(password !== undefined && { passphrase: password }) });
  } catch (cause) {
    // A variable of a pipeline may have lost the line ends of a key: no password opens that.
    const isWhole = /^-----BEGIN .*-----\r?\n[^]*\n-----END /m.test(text);
    if (isEncrypted && isWhole)
      throw new UserError(`the password in ${passwordVariable} does not open ${file}`, { cause });
    throw new UserError(`${file} is no private key in PEM`, { hint: `make one: ${make}`, cause });
  }
}

function insistOnCurve({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject, file: string): void {
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return;
  const kind = type === 'ec' ? `an EC key on the curve ${details?.namedCurve}` : `a key of the kind ${type}`;
  throw new UserError(`${file} is ${kind}, and signatures of packages need P-256`, { hint: `make one: ${make}` });
}

function publicKeyOf(key: KeyObject): PublicKey {
  return { verifies: (bytes, signature) => verify('sha256', bytes, key, Buffer.from(signature, 'base64')) };
}
