/**
 * Decides whether a client may call: the CA must have signed its certificate.
 *
 * OpenSSL alone cannot decide it. Crossplane's client certificate has the name of its CA (core internal/initializer/tls.go),
 * and OpenSSL 3 takes that for an unknown self-signed certificate.
 */
import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

const selfSigned = 'DEPTH_ZERO_SELF_SIGNED_CERT';
/** The key purposes of clients: client authentication, and any purpose (RFC 5280, section 4.2.1.12). */
const forClients = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']);

/** The certificates in a PEM file; throws if there are none. */
export function readAuthorities(pem: Buffer): X509Certificate[] {
  const blocks = pem.toString().match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  return (blocks ?? [pem]).map((block) => new X509Certificate(block));
}

/**
 * The reason why the client of a connection may not call, or undefined if it may. The TLS handshake has proved that it has the
 * key of its certificate.
 */
export function refusalOf(socket: TLSSocket, authorities: readonly X509Certificate[], now: Date): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return 'it has no certificate';
  if (socket.authorized) return undefined;
  // The value is an error code, although its type is `Error`.
  const code = String(socket.authorizationError);
  const isSigned = () => authorities.some((authority) => hasSigned(authority, certificate, now));
  if (code === selfSigned && isForClients(certificate) && isSigned()) return undefined;
  return `its certificate is not one that ca.crt has signed for clients, and that is valid now (${code})`;
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
