/** The certificates of a server, read from a folder, checked, and read again after they change on the disk. */
import { X509Certificate, constants, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SecureContextOptions, type Server, type TLSSocket, createSecureContext, createServer } from 'node:tls';
import { UserError } from '../errors.ts';
import { readAuthorities, refusalOf } from './client-certificate.ts';
import { boundHandshakes } from './handshakes.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import { type Refused, clientOf, refusalLog } from './refusals.ts';

const hint =
  'Crossplane mounts these files into a Function; elsewhere name their folder with --tls-server-certs-dir, or use --insecure on a development machine';

/** The contents of the PEM files in one folder. */
interface Certificates {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer;
  readonly authorities: readonly X509Certificate[];
}

/**
 * Credentials that admit only clients with a certificate signed by the CA in `dir`. Throws a `UserError` that names a
 * missing or unusable file.
 *
 * After a change on the disk, new connections get the new certificates and open connections continue. If a new file is
 * unusable, an error is logged and the old certificates stay in use.
 */
export class DirectoryCredentials {
  readonly #dir: string;
  readonly #log: Log;
  readonly #refused: Refused;
  readonly #timer: NodeJS.Timeout;
  readonly #servers = new Set<Server>();
  #current: Certificates;

  constructor(dir: string, log: Log, refused: Refused = refusalLog(log), refreshMilliseconds = 30_000) {
    this.#dir = dir;
    this.#log = log;
    this.#refused = refused;
    this.#current = readCertificates(dir);
    this.#timer = setInterval(() => this.refresh(), refreshMilliseconds).unref();
  }

  /** A TLS server that passes connections of admitted clients to `admit`, and closes all others before it reads from them. */
  createServer(admit: (socket: TLSSocket) => void): Server {
    // OpenSSL rejects no client here: `refusalOf` decides, and uses the verdict of OpenSSL.
    const policy = { requestCert: true, rejectUnauthorized: false, ALPNProtocols: ['h2'], noDelay: true };
    const { handshakeMilliseconds: handshakeTimeout } = limits;
    const server = createServer({ ...policy, handshakeTimeout, ...secureContext(this.#current) }, (socket) => {
      // An error is followed by a close.
      socket.on('error', () => {});
      const reason = refusalOf(socket, this.#current.authorities, new Date());
      if (reason === undefined) return admit(socket);
      this.#refused(reason, clientOf(socket));
      socket.destroy();
    });
    boundHandshakes(server, this.#refused);
    this.#servers.add(server);
    return server.once('close', () => this.#servers.delete(server));
  }

  /** Reads the folder again; a timer calls it. */
  refresh(): void {
    try {
      const next = readCertificates(this.#dir);
      const { cert, key, ca } = this.#current;
      if (next.cert.equals(cert) && next.key.equals(key) && next.ca.equals(ca)) return;
      this.#current = next;
      for (const server of this.#servers) server.setSecureContext(secureContext(next));
      this.#log('INFO', 'certificates changed on the disk: new connections use them', { dir: this.#dir });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#log('ERROR', `${error.message}: the previous certificates stay in use`, { dir: this.#dir });
    }
  }

  /** Stops accepting connections and reading the folder. */
  close(): void {
    clearInterval(this.#timer);
    for (const server of this.#servers) server.close();
  }
}

/** Without session tickets, since a resumed session would admit a client whose certificate has expired meanwhile. */
function secureContext({ cert, key, ca }: Certificates): SecureContextOptions {
  return { cert, key, ca, secureOptions: constants.SSL_OP_NO_TICKET };
}

function readCertificates(dir: string): Certificates {
  const [cert, key, ca] = [readPem(dir, 'tls.crt'), readPem(dir, 'tls.key'), readPem(dir, 'ca.crt')];
  refuse(join(dir, 'tls.crt'), 'is not a certificate in PEM form', () => new X509Certificate(cert));
  refuse(join(dir, 'tls.key'), 'is not a private key in PEM form', () => createPrivateKey(key));
  // Without this check, an empty CA file would make OpenSSL trust the system's own authorities.
  const authorities = refuse(join(dir, 'ca.crt'), 'is not a certificate in PEM form', () => readAuthorities(ca));
  refuse(join(dir, 'tls.key'), 'is not the key of tls.crt', () => createSecureContext({ cert, key, ca }));
  return { cert, key, ca, authorities };
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

function refuse<T>(path: string, why: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new UserError(`cannot serve with TLS: ${path} ${why}`, { hint, cause });
  }
}
