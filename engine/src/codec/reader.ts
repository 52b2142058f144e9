/** Reads the protobuf wire format with a cursor that never leaves its bytes (protobuf.dev/programming-guides/encoding). */
import { CodecError } from './codec-error.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Strings of field names, which repeat in every message. A hash of the bytes finds one, a comparison of all bytes confirms it. */
const knownKeys = Array.from<string>({ length: 2048 }).fill('');
const longestKnownKey = 40;

/** The values of a message that may be read: fields, entries and items. A few bytes of one can take a thousand in memory. */
export const maxValues = 1_000_000;
/** What a resource counts, and any other message that repeats. */
export const messageWeight = 10;

/** A cursor over `bytes`. Each method gets the end of the enclosing message, and throws a `CodecError` instead of moving past it. */
export class Reader {
  readonly bytes: Buffer;
  readonly #view: DataView;
  readonly #allowance: { values: number };
  pos: number;
  #high = 0;

  constructor(bytes: Uint8Array, pos = 0, allowance = { values: maxValues }) {
    this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#allowance = allowance;
    this.pos = pos;
  }

  /** A cursor at `pos` of the same message, for a part that is read later. */
  at(pos: number): Reader {
    return new Reader(this.bytes, pos, this.#allowance);
  }

  /** Counts values towards `maxValues`. */
  count(values: number): void {
    this.#allowance.values -= values;
    if (this.#allowance.values >= 0) return;
    const limit = maxValues.toLocaleString('en');
    throw new CodecError(
      `more than ${limit} values, of which each resource counts as ${messageWeight}: send fewer of them`,
    );
  }

  /** A tag (field number << 3 | wire type) or a length. */
  uint32(end: number): number {
    if (this.pos < end) {
      const first = this.bytes[this.pos] as number;
      if (first < 0x80) {
        this.pos += 1;
        return first;
      }
    }
    const low = this.#varint(end);
    if (this.#high !== 0) throw new CodecError(`malformed: a tag or length at byte ${this.pos} exceeds 32 bits`);
    return low >>> 0;
  }

  int32(end: number): number {
    return this.#varint(end) | 0;
  }

  /** An int64 as a number, exact up to 2^53. */
  int64(end: number): number {
    const low = this.#varint(end) >>> 0;
    return (this.#high | 0) * 0x1_0000_0000 + low;
  }

  double(end: number): number {
    const value = this.pos + 8 <= end ? this.#view.getFloat64(this.pos, true) : this.#truncated();
    this.pos += 8;
    return value;
  }

  /** The end of the length-prefixed field that starts here. */
  limit(end: number): number {
    const limit = this.uint32(end) + this.pos;
    return limit <= end ? limit : this.#truncated();
  }

  /** The string between here and `limit`. */
  text(limit: number): string {
    const text = this.bytes.toString('utf8', this.pos, limit);
    // Lenient decoding replaces bytes that are not UTF-8 by U+FFFD; the sender may also have written U+FFFD itself.
    if (text.includes('\uFFFD')) this.#checkUtf8(limit);
    this.pos = limit;
    return text;
  }

  /** Like `text`, but faster for strings that repeat. */
  key(limit: number): string {
    const { bytes, pos } = this;
    const length = limit - pos;
    if (length > longestKnownKey) return this.text(limit);
    let hash = length;
    for (let index = pos; index < limit; index += 1) hash = (Math.imul(hash, 31) + (bytes[index] as number)) | 0;
    const slot = (hash ^ (hash >>> 15)) & 2047;
    const known = knownKeys[slot] as string;
    if (known.length === length) {
      let index = 0;
      while (index < length && known.charCodeAt(index) === bytes[pos + index]) index += 1;
      if (index === length) {
        this.pos = limit;
        return known;
      }
    }
    const key = this.text(limit);
    if (key.length === length) knownKeys[slot] = key;
    return key;
  }

  /** Skips the value of an unknown field. */
  skip(tag: number, end: number): void {
    if (tag >>> 3 === 0) throw new CodecError(`malformed: field number 0 before byte ${this.pos}`);
    switch (tag & 7) {
      case 0:
        this.#varint(end);
        return;
      case 1:
        this.pos += 8;
        break;
      case 2:
        this.pos = this.limit(end);
        return;
      case 5:
        this.pos += 4;
        break;
      default:
        throw new CodecError(`malformed: wire type ${tag & 7} before byte ${this.pos}`);
    }
    if (this.pos > end) this.#truncated();
  }

  /** The low 32 bits of a varint; the high 32 are left in `#high`. */
  #varint(end: number): number {
    let low = 0;
    this.#high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) this.#truncated();
      const byte = this.bytes[this.pos++] as number;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 28) this.#high |= bits << (shift - 32);
      else if (shift === 28) this.#high = bits >>> 4;
      if (byte < 0x80) return low;
    }
    throw new CodecError(`malformed: a varint before byte ${this.pos} has more than 10 bytes`);
  }

  #checkUtf8(limit: number): void {
    try {
      strictUtf8.decode(this.bytes.subarray(this.pos, limit));
    } catch {
      throw new CodecError(`malformed: the string at byte ${this.pos} is not UTF-8`);
    }
  }

  #truncated(): never {
    throw new CodecError(`truncated: a field at byte ${this.pos} reaches past the end of its message`);
  }
}
