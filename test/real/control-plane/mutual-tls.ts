/** Calls the function's port with or without a certificate. */
import { readFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { join } from 'node:path';

/**
 * Calls the function's health check over gRPC, with the tls.crt and tls.key of a folder or without a certificate. Resolves with the gRPC
 * status code, or with the reason why TLS refuses. The function's own certificate is not verified: core gives it the same name as its
 * authority, so OpenSSL takes it for self-signed.
 */
export async function askHealth(host: string, certificates?: string): Promise<string> {
  const read = (file: string) => readFile(join(certificates ?? '', file));
  const pair = certificates === undefined ? {} : { cert: await read('tls.crt'), key: await read('tls.key') };
  return new Promise((resolve) => {
    const session = connect(`https://${host}`, { ...pair, rejectUnauthorized: false });
    let answer = 'nothing';
    session.once('error', (error: NodeJS.ErrnoException) => (answer = error.code ?? error.message));
    const call = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    // The session reports the reason why a connection ended.
    call.once('error', () => undefined);
    // The status is in the headers if the response has no body.
    for (const event of ['response', 'trailers'] as const) {
      call.once(event, (headers) => (answer = String(headers['grpc-status'] ?? answer)));
    }
    call.once('close', () => session.destroy());
    session.once('close', () => resolve(answer));
    call.resume();
    // An empty HealthCheckRequest, after the five bytes in front of every gRPC message.
    call.end(Buffer.alloc(5));
  });
}
