/**
 * Who may call: a client whose certificate the CA has signed. OpenSSL alone cannot tell: Crossplane gives its client certificate the
 * very name of its CA (core internal/initializer/tls.go), which OpenSSL 3 takes for a self-signed certificate of somebody else.
 */
import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

const selfSigned = 'DEPTH_ZERO_SELF_SIGNED_CERT';
/** RFC 5280, section 4.2.1.12: for clients, and for anything. */
const forClients = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']);

/** The certificates of a file in PEM; throws where there is none. */
export function readAuthorities(pem: Buffer): X509Certificate[] {
  const blocks = pem.toString().match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  return (blocks ?? [pem]).map((block) => new X509Certificate(block));
}

/**
 * Whether the client on the other end of a connection may call. That it has the key of its certificate was proved when the
 * connection was opened. A connection without any certificate is refused here too: OpenSSL vouches for one that is resumed.
 */
export function isAdmitted(socket: TLSSocket, authorities: readonly X509Certificate[], now: Date): boolean {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return false;
  if (socket.authorized) return true;
  // The reason is a code, whatever its type says.
  if (String(socket.authorizationError) !== selfSigned) return false;
  return isForClients(certificate) && authorities.some((authority) => hasSigned(authority, certificate, now));
}

function isForClients({ keyUsage }: X509Certificate): boolean {
  return (keyUsage as readonly string[] | undefined)?.some((purpose) => forClients.has(purpose)) ?? true;
}

function hasSigned(authority: X509Certificate, certificate: X509Certificate, now: Date): boolean {
  const isValid = ({ validFromDate, validToDate }: X509Certificate) => validFromDate <= now && now <= validToDate;
  return (
    authority.ca &&
    [authority, certificate].every(isValid) &&
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey)
  );
}
