/** Reads google.protobuf.Struct straight into plain objects (protobuf.dev/reference/protobuf/google.protobuf/#struct). */
import { maxDepth, tooDeep } from './codec-error.ts';
import { setLazily } from './lazy.ts';
import type { Reader } from './reader.ts';

export type PlainObject = Record<string, unknown>;

/** The tag of `struct_value` in google.protobuf.Value. */
const structTag = 42;

/** The Struct that ends at `end`, as JSON.parse would return it. */
export function readStruct(reader: Reader, end: number): PlainObject {
  return readObject(reader, end, 1, readValue);
}

/** Smaller parts are read at once, since that is as fast as to defer it. */
const smallestLazyPart = 64;

/**
 * The same for an object from a cluster. Its metadata, spec, status and so on are decoded at their first read.
 * `metadata.managedFields`, which functions never need, is skipped as if it had not been sent.
 */
export function readKubernetesObject(reader: Reader, end: number): PlainObject {
  return readInParts(reader, end, (from, valueEnd, depth, key) =>
    key === 'metadata' ? readMetadata(from, valueEnd, depth) : readValue(from, valueEnd, depth),
  );
}

/** The Struct that ends at `end`. Its members are decoded at their first read: a schema is large, and the function asks only if it is there. */
export function readLargeStruct(reader: Reader, end: number): PlainObject {
  return readInParts(reader, end, readValue);
}

function readInParts(
  reader: Reader,
  end: number,
  readPart: (reader: Reader, end: number, depth: number, key: string) => unknown,
): PlainObject {
  return readObject(reader, end, 1, (_, valueEnd, depth, key, object) => {
    const { bytes, pos } = reader;
    const read = (from: Reader) => readPart(from, valueEnd, depth, key);
    const isSmall = valueEnd - pos < smallestLazyPart;
    if (bytes[pos] !== structTag || isSmall || key === '__proto__') return read(reader);
    reader.pos = valueEnd;
    // A second value for the key replaces the first, as it would if both were read.
    setLazily(object, key, () => read(reader.at(pos)));
    return undefined;
  });
}

function readMetadata(reader: Reader, end: number, depth: number): unknown {
  if (reader.bytes[reader.pos] !== structTag) return readValue(reader, end, depth);
  reader.pos += 1;
  return readObject(reader, reader.limit(end), depth + 1, readWithoutManagedFields);
}

const readWithoutManagedFields: ReadMember = (reader, end, depth, key) => {
  if (key !== 'managedFields') return readValue(reader, end, depth);
  reader.pos = end;
  return undefined;
};

/** Reads the value of `key`, which ends at `end`; undefined if `object` has the member already, or must not get it. */
type ReadMember = (reader: Reader, end: number, depth: number, key: string, object: PlainObject) => unknown;

function readObject(reader: Reader, end: number, depth: number, readMember: ReadMember): PlainObject {
  if (depth > maxDepth) throw tooDeep();
  const object: PlainObject = {};
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag !== 10) {
      reader.skip(tag, end);
      continue;
    }
    const entryEnd = reader.limit(end);
    reader.count(1);
    let key = '';
    let value: unknown;
    while (reader.pos < entryEnd) {
      const entryTag = reader.uint32(entryEnd);
      if (entryTag === 10) key = reader.key(reader.limit(entryEnd));
      else if (entryTag === 18) value = readMember(reader, reader.limit(entryEnd), depth, key, object);
      else reader.skip(entryTag, entryEnd);
    }
    if (value !== undefined) setOwn(object, key, value);
  }
  return object;
}

/** The value that ends at `end`; undefined if it has no kind, which only a broken writer sends. */
function readValue(reader: Reader, end: number, depth: number): unknown {
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
      case structTag:
        value = readObject(reader, reader.limit(end), depth + 1, readValue);
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
    reader.count(1);
    if (tag === 10) list.push(readValue(reader, reader.limit(end), depth) ?? null);
    else reader.skip(tag, end);
  }
  return list;
}

/** Sets an own property, even for the key `__proto__`: a ConfigMap may have it, and an assignment would change the prototype. */
export function setOwn(object: PlainObject, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}
