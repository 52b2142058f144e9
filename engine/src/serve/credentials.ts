/** Certificates of a server: read from a folder, checked, and read again when they change on the disk. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SecureContextOptions, createSecureContext } from 'node:tls';
import { ServerCredentials } from '@grpc/grpc-js';
import { UserError } from '../errors.ts';
import type { Log } from './log.ts';

const hint =
  'Crossplane mounts these files into a Function; elsewhere name their folder with --tls-server-certs-dir, or use --insecure on a development machine';

/** The PEM files of one folder. */
interface Certificates {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer;
}

/**
 * Credentials that admit only clients whose certificate the CA in `dir` has signed. Throws a `UserError` naming the file
 * that is missing or unusable. After a change on the disk new connections get the new certificates, and open ones go on;
 * files that can't be used are logged and the old ones kept.
 */
export class DirectoryCredentials extends ServerCredentials {
  readonly #dir: string;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #current: Certificates;

  constructor(dir: string, log: Log, refreshMilliseconds = 30_000) {
    const current = readCertificates(dir);
    super({ requestCert: true, rejectUnauthorized: true }, secureContext(current));
    this.#dir = dir;
    this.#log = log;
    this.#current = current;
    this.#timer = setInterval(() => this.refresh(), refreshMilliseconds).unref();
  }

  /** Reads the folder again; called every so often. */
  refresh(): void {
    try {
      const next = readCertificates(this.#dir);
      const { cert, key, ca } = this.#current;
      if (next.cert.equals(cert) && next.key.equals(key) && next.ca.equals(ca)) return;
      this.#current = next;
      this.updateSecureContextOptions(secureContext(next));
      this.#log('INFO', 'certificates changed on the disk: new connections use them', { dir: this.#dir });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#log('ERROR', `${error.message}: the previous certificates stay in use`, { dir: this.#dir });
    }
  }

  /** Stops looking at the disk. */
  close(): void {
    clearInterval(this.#timer);
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

function secureContext({ cert, key, ca }: Certificates): SecureContextOptions {
  return { cert, key, ca };
}

function readCertificates(dir: string): Certificates {
  const [cert, key, ca] = [readPem(dir, 'tls.crt'), readPem(dir, 'tls.key'), readPem(dir, 'ca.crt')];
  refuse(join(dir, 'tls.crt'), 'is not a certificate in PEM form', () => new X509Certificate(cert));
  refuse(join(dir, 'tls.key'), 'is not a private key in PEM form', () => createPrivateKey(key));
  // Without this check an empty CA file would leave the system's own authorities in charge.
  refuse(join(dir, 'ca.crt'), 'is not a certificate in PEM form', () => new X509Certificate(ca));
  refuse(join(dir, 'tls.key'), 'is not the key of tls.crt', () => createSecureContext({ cert, key, ca }));
  return { cert, key, ca };
}

function readPem(dir: string, name: string): Buffer {
  const path = join(dir, name);
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file' : (cause as Error).message;
    throw new UserError(`cannot serve with TLS: ${path}: ${why}`, { hint, cause });
  }
}

function refuse(path: string, why: string, parse: () => unknown): void {
  try {
    parse();
  } catch (cause) {
    throw new UserError(`cannot serve with TLS: ${path} ${why}`, { hint, cause });
  }
}
