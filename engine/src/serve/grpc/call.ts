/** One call of a gRPC client: reads its message, runs a method, and writes responses and the status. */
import { type IncomingHttpHeaders, type ServerHttp2Stream, constants } from 'node:http2';
import { MessageReader } from './message-reader.ts';
import { type Code, StatusError, status } from './status.ts';

/** Answers the message of a request with `reply`, now or later. Whatever it throws ends the call; a `StatusError` says how. */
export type Method = (message: Buffer, reply: Reply) => void;

/** The responses to one call. */
export interface Reply {
  send(message: Buffer): void;
  /** Ends the call well. */
  end(): void;
  /** Runs `listener` after the call has ended, for whatever reason. */
  onClose(listener: () => void): void;
}

/** What a call shares with the other calls of its server. */
export interface CallOptions {
  readonly maxMessageBytes: number;
  /** Is called with the bytes that a request has grown by, and with those that it gives back at its end, or once it is a stream. */
  readonly onSize: (bytes: number) => void;
  /** Is called when the call fails by a `StatusError`, and with any other error, which is a bug. */
  readonly onFailure: (error: unknown) => void;
}

const responseHeaders = {
  ':status': 200,
  'content-type': 'application/grpc+proto',
  'grpc-accept-encoding': 'identity',
};
/** Longer details would break the limit that clients set to headers. */
const longestDetails = 1000;

/** A call that the server may end. */
export class Call implements Reply {
  readonly #stream: ServerHttp2Stream;
  #isAnswered = false;

  constructor(stream: ServerHttp2Stream) {
    this.#stream = stream;
    // Every error is followed by a close, and there is nobody left to tell.
    stream.on('error', () => {});
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status.ok }));
  }

  /** Whether the client waits for nothing but messages that the method sends whenever it likes. */
  get isStreaming(): boolean {
    return this.#isAnswered && !this.#stream.writableEnded;
  }

  /** Reads the request and answers it with `method`. */
  run(method: Method, { maxMessageBytes, onSize, onFailure }: CallOptions): void {
    const stream = this.#stream;
    const reader = new MessageReader(maxMessageBytes);
    let received = 0;
    const orFail = (step: () => void) => {
      try {
        if (!stream.destroyed && !stream.closed) step();
      } catch (error) {
        onFailure(error);
        if (error instanceof StatusError) this.fail(error.code, error.message);
        else this.fail(status.internal, 'the server failed: its log says more');
      }
    };
    stream.on('data', (chunk: Buffer) =>
      orFail(() => {
        reader.push(chunk);
        received += chunk.length;
        onSize(chunk.length);
      }),
    );
    const giveBack = () => {
      onSize(-received);
      received = 0;
    };
    stream.on('end', () =>
      orFail(() => {
        method(reader.take(), this);
        // A watch lasts for hours, and holds nothing of its request.
        if (this.isStreaming) giveBack();
      }),
    );
    stream.on('close', giveBack);
  }

  /** Lets the client wait with the rest of its request. */
  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  send(message: Buffer): void {
    if (!this.#isAnswered) this.#stream.respond(responseHeaders, { waitForTrailers: true });
    this.#isAnswered = true;
    const frame = Buffer.allocUnsafe(5 + message.length);
    frame[0] = 0;
    frame.writeUInt32BE(message.length, 1);
    message.copy(frame, 5);
    this.#stream.write(frame);
  }

  end(): void {
    this.#stream.end();
  }

  onClose(listener: () => void): void {
    this.#stream.once('close', listener);
  }

  /** Ends the call with a status if no response was sent, and cuts it otherwise. Nothing more is read. */
  fail(code: Code, details: string): void {
    const stream = this.#stream;
    if (stream.destroyed || stream.closed) return;
    stream.removeAllListeners('data').removeAllListeners('end').resume();
    if (this.#isAnswered) return stream.close(constants.NGHTTP2_CANCEL);
    this.#isAnswered = true;
    stream.respond({ ...responseHeaders, ...trailersOf(code, details) }, { endStream: true });
    // A client that has not ended its request would leave the stream open.
    stream.close(constants.NGHTTP2_NO_ERROR);
  }
}

function trailersOf(code: Code, details: string): Record<string, string | number> {
  return { 'grpc-status': code, 'grpc-message': encodeURI(details.slice(0, longestDetails).toWellFormed()) };
}

/** Whether the headers are those of a gRPC call. */
export function isCall({ ':method': method, 'content-type': type = '' }: IncomingHttpHeaders): boolean {
  return method === 'POST' && /^application\/grpc($|[+;])/.test(type);
}
