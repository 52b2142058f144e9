/** Writes plain objects as google.protobuf.Struct, with the rules of JSON.stringify. */
import { CodecError, maxDepth, tooDeep } from './codec-error.ts';
import type { PlainObject } from './read-struct.ts';
import type { Writer } from './writer.ts';

/** Writes `object` with its keys sorted. Throws a `CodecError` with the path of a value that is not JSON. */
export function writeStruct(writer: Writer, object: PlainObject): void {
  writeObject(writer, object, 1);
}

/** The own keys of `object`, sorted by UTF-16 code unit. */
export function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  if (keys.length > 16) return keys.sort();
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] as string;
    let to = index;
    for (; to > 0 && (keys[to - 1] as string) > key; to -= 1) keys[to] = keys[to - 1] as string;
    keys[to] = key;
  }
  return keys;
}

function writeObject(writer: Writer, object: PlainObject, depth: number): void {
  if (depth > maxDepth) throw tooDeep();
  const keys = sortedKeys(object);
  let key = '';
  try {
    for (let index = keys.length - 1; index >= 0; index -= 1) {
      key = keys[index] as string;
      const value = jsonValue(object[key]);
      if (value === undefined) continue;
      const entry = writer.size;
      writeValue(writer, value, depth);
      writer.close(18, entry);
      const text = writer.size;
      writer.text(key);
      writer.close(10, text);
      writer.close(10, entry);
    }
  } catch (error) {
    throw error instanceof CodecError ? error.within(key) : error;
  }
}

function writeList(writer: Writer, list: readonly unknown[], depth: number): void {
  if (depth > maxDepth) throw tooDeep();
  let index = list.length - 1;
  try {
    for (; index >= 0; index -= 1) {
      const item = writer.size;
      writeValue(writer, jsonValue(list[index]) ?? null, depth);
      writer.close(10, item);
    }
  } catch (error) {
    throw error instanceof CodecError ? error.within(index) : error;
  }
}

function writeValue(writer: Writer, value: unknown, depth: number): void {
  if (typeof value === 'string') {
    const text = writer.size;
    writer.text(value);
    writer.close(26, text);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new CodecError(`${value} is not a JSON number`);
    writer.double(value);
    writer.byte(17);
  } else if (typeof value === 'boolean') {
    writer.byte(value ? 1 : 0);
    writer.byte(32);
  } else if (value === null) {
    writer.byte(0);
    writer.byte(8);
  } else {
    const before = writer.size;
    if (Array.isArray(value)) {
      writeList(writer, value, depth + 1);
      writer.close(50, before);
    } else {
      writeObject(writer, value as PlainObject, depth + 1);
      writer.close(42, before);
    }
  }
}

/** The value that JSON.stringify would write, after `toJSON`; undefined if it would drop the value. */
function jsonValue(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === Array.prototype ? value : classValue(value);
  }
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value === 'bigint')
    throw new CodecError('a bigint is not a JSON value: convert it with Number() or String()');
  return value;
}

/** An instance of a class as JSON. A Map or Set is refused, since JSON.stringify would turn it into an empty object. */
function classValue(value: object): unknown {
  if ('toJSON' in value && typeof value.toJSON === 'function') return jsonValue(value.toJSON());
  if (value instanceof Map || value instanceof Set)
    throw new CodecError(`a ${value.constructor.name} is not a JSON value: use a plain object or an array`);
  return value;
}
