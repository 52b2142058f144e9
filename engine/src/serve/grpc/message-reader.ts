/** Reads the message of a request from the chunks in which it arrives (github.com/grpc/grpc/blob/v1.76.0/doc/PROTOCOL-HTTP2.md). */
import { StatusError, status } from './status.ts';

/** A byte for compression, and four for the length. */
const prefixLength = 5;

/** Collects one message of at most `maxLength` bytes. */
export class MessageReader {
  readonly #maxLength: number;
  #bytes: Buffer = Buffer.alloc(0);
  #size = 0;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Adds a chunk. Throws a `StatusError` as soon as the message is too long, compressed, or followed by another one. */
  push(chunk: Buffer): void {
    this.#append(chunk);
    if (this.#size < prefixLength) return;
    // A few bytes of a compressed message may hold gigabytes; Crossplane compresses nothing.
    if (this.#bytes[0] !== 0) throw new StatusError(status.unimplemented, 'the server reads no compressed messages');
    if (this.#length > this.#maxLength) {
      const details = `the request has ${this.#length} bytes and the server reads ${this.#maxLength}: set --max-recv-message-size`;
      throw new StatusError(status.resourceExhausted, details);
    }
    if (this.#size > prefixLength + this.#length)
      throw new StatusError(status.unimplemented, 'the request has more than one message');
  }

  /** The message, after the last chunk. Throws a `StatusError` if a part is missing. */
  take(): Buffer {
    if (this.#size < prefixLength || this.#size < prefixLength + this.#length)
      throw new StatusError(status.internal, 'the request ended before its message was complete');
    return this.#bytes.subarray(prefixLength, this.#size);
  }

  get #length(): number {
    return this.#bytes.readUInt32BE(1);
  }

  /** Copies small chunks together, since each would occupy memory of its own. A first chunk stays where it is. */
  #append(chunk: Buffer): void {
    const size = this.#size + chunk.length;
    if (this.#size === 0) this.#bytes = chunk;
    else {
      if (size > this.#bytes.length) {
        const grown = Buffer.allocUnsafeSlow(Math.max(size, this.#bytes.length * 2));
        this.#bytes.copy(grown, 0, 0, this.#size);
        this.#bytes = grown;
      }
      chunk.copy(this.#bytes, this.#size);
    }
    this.#size = size;
  }
}
