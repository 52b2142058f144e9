/** A load generator for function servers: one connection, as Crossplane opens it, and a fixed number of calls at a time. */
import { type ClientHttp2Session, connect } from 'node:http2';
import { once } from 'node:events';
import { decodeResponse } from 'planesmith/codec';

export interface Identity {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A connection to a function server. */
export class Load {
  readonly #session: ClientHttp2Session;
  readonly #message: Buffer;

  private constructor(session: ClientHttp2Session, request: Buffer) {
    this.#session = session;
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(request.length, 1);
    this.#message = Buffer.concat([prefix, request]);
  }

  /** Connects, over mutual TLS with an identity, and makes one call, whose response must not have a fatal result. */
  static async open(port: number, request: Buffer, identity?: Identity): Promise<Load> {
    const session =
      identity === undefined
        ? connect(`http://127.0.0.1:${port}`)
        : connect(`https://127.0.0.1:${port}`, { ...identity, servername: 'localhost' });
    await once(session, 'connect');
    const load = new Load(session, request);
    const { results, desired } = decodeResponse(await load.#call());
    const fatal = results.find(({ severity }) => (severity as number) === 1);
    if (fatal !== undefined) throw new Error(`the function answers fatally: ${fatal.message}`);
    if (Object.keys(desired?.resources ?? {}).length === 0) throw new Error('the function composes nothing');
    return load;
  }

  /** Makes `calls` calls, `atOnce` at a time; rejects if one fails. */
  async run(calls: number, atOnce: number): Promise<void> {
    let left = calls;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.#call();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  close(): void {
    this.#session.destroy();
  }

  #call(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const stream = this.#session.request({
        ':method': 'POST',
        ':path': '/apiextensions.fn.proto.v1.FunctionRunnerService/RunFunction',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      const chunks: Buffer[] = [];
      let status: unknown = 'missing';
      const seen = (headers: Record<string, unknown>) => (status = headers['grpc-status'] ?? status);
      stream.on('response', seen).on('trailers', seen).on('error', reject);
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (String(status) === '0') resolve(Buffer.concat(chunks).subarray(5));
        else reject(new Error(`the call ended with gRPC status ${String(status)}`));
      });
      stream.end(this.#message);
    });
  }
}
