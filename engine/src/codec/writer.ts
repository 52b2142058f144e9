/**
 * Writes the protobuf wire format backwards, from the last field to the first. The length of a message is then known
 * when it is written, so one pass is enough and no bytes are moved.
 */

/** A buffer that is filled from its end: each write puts its bytes before those of earlier writes. */
export class Writer {
  #bytes: Buffer;
  #view: DataView;
  #pos: number;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
    this.#view = new DataView(this.#bytes.buffer);
    this.#pos = capacity;
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#bytes.length - this.#pos;
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  /** A copy of the written bytes; empties the writer. */
  take(): Buffer {
    const bytes = Buffer.from(this.#bytes.subarray(this.#pos));
    this.#pos = this.#bytes.length;
    return bytes;
  }

  /** Empties the writer. */
  clear(): void {
    this.#pos = this.#bytes.length;
  }

  byte(value: number): void {
    if (this.#pos === 0) this.#grow(1);
    this.#bytes[--this.#pos] = value;
  }

  uint32(value: number): void {
    if (value < 0x80) this.byte(value);
    else if (value < 0x4000) {
      this.byte(value >>> 7);
      this.byte((value & 0x7f) | 0x80);
    } else this.#bigVarint(BigInt(value));
  }

  int32(value: number): void {
    if (value >= 0) this.uint32(value);
    else this.int64(value);
  }

  int64(value: number): void {
    this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
  }

  double(value: number): void {
    if (this.#pos < 8) this.#grow(8);
    this.#pos -= 8;
    this.#view.setFloat64(this.#pos, value, true);
  }

  raw(value: Uint8Array): void {
    if (this.#pos < value.length) this.#grow(value.length);
    this.#pos -= value.length;
    this.#bytes.set(value, this.#pos);
  }

  text(value: string): void {
    const { length } = value;
    if (this.#pos < length * 3) this.#grow(length * 3);
    const bytes = this.#bytes;
    if (length <= 32) {
      // Short strings are nearly always ASCII, for which a loop is faster than the call into the runtime.
      let index = length - 1;
      let pos = this.#pos;
      for (; index >= 0; index -= 1) {
        const code = value.charCodeAt(index);
        if (code >= 0x80) break;
        bytes[--pos] = code;
      }
      if (index < 0) {
        this.#pos = pos;
        return;
      }
    }
    this.#pos -= Buffer.byteLength(value);
    bytes.write(value, this.#pos, 'utf8');
  }

  /** Closes a field, whose payload began at the size `before`, with its length and tag. */
  close(tag: number, before: number): void {
    this.uint32(this.size - before);
    this.uint32(tag);
  }

  #bigVarint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    for (const byte of bytes.toReversed()) this.byte(byte);
  }

  #grow(needed: number): void {
    const old = this.#bytes.subarray(this.#pos);
    const capacity = Math.max(this.#bytes.length * 2, old.length + needed);
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
    this.#view = new DataView(this.#bytes.buffer);
    this.#pos = capacity - old.length;
    this.#bytes.set(old, this.#pos);
  }
}
