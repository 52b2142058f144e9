/** Reads google.protobuf.Struct straight into plain objects (protobuf.dev/reference/protobuf/google.protobuf/#struct). */
import { maxDepth, tooDeep } from './codec-error.ts';
import type { Reader } from './reader.ts';

export type PlainObject = Record<string, unknown>;

/**
 * The Struct that ends at `end`, as JSON.parse would give it. With `leaveOut`, the value at that path of two keys is
 * passed over unread, as if it had not been sent.
 */
export function readStruct(reader: Reader, end: number, leaveOut?: readonly [string, string]): PlainObject {
  return readObject(reader, end, 1, leaveOut?.[0], leaveOut?.[1]);
}

function readObject(reader: Reader, end: number, depth: number, outer?: string, inner?: string): PlainObject {
  if (depth > maxDepth) throw tooDeep();
  const object: PlainObject = {};
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag !== 10) {
      reader.skip(tag, end);
      continue;
    }
    const entryEnd = reader.limit(end);
    let key = '';
    let value: unknown;
    while (reader.pos < entryEnd) {
      const entryTag = reader.uint32(entryEnd);
      if (entryTag === 10) key = reader.key(reader.limit(entryEnd));
      else if (entryTag === 18) {
        const limit = reader.limit(entryEnd);
        if (outer === undefined && key === inner) reader.pos = limit;
        else if (key === outer) value = readValue(reader, limit, depth, inner);
        else value = readValue(reader, limit, depth);
      } else reader.skip(entryTag, entryEnd);
    }
    if (value !== undefined) setOwn(object, key, value);
  }
  return object;
}

/** The value that ends at `end`; undefined where it has no kind, which only a broken writer sends. */
function readValue(reader: Reader, end: number, depth: number, leaveOut?: string): unknown {
  let value: unknown;
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    switch (tag) {
      case 8:
        reader.int32(end);
        value = null;
        break;
      case 17:
        value = reader.double(end);
        break;
      case 26:
        value = reader.text(reader.limit(end));
        break;
      case 32:
        value = reader.int32(end) !== 0;
        break;
      case 42:
        value = readObject(reader, reader.limit(end), depth + 1, undefined, leaveOut);
        break;
      case 50:
        value = readList(reader, reader.limit(end), depth + 1);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  return value;
}

function readList(reader: Reader, end: number, depth: number): unknown[] {
  if (depth > maxDepth) throw tooDeep();
  const list: unknown[] = [];
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag === 10) list.push(readValue(reader, reader.limit(end), depth) ?? null);
    else reader.skip(tag, end);
  }
  return list;
}

/** Sets an own property even where the key is `__proto__`, which a ConfigMap may use and assignment would misread. */
export function setOwn(object: PlainObject, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}
