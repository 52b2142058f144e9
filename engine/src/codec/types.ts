/** The types of single values that the function protocol uses. */
import type { Type } from './message.ts';
import { type PlainObject, readLargeStruct, readStruct } from './read-struct.ts';
import { writeStruct } from './write-struct.ts';

export const text: Type<string> = {
  wire: 2,
  read: (reader, end) => reader.text(end),
  write: (writer, value) => writer.text(value),
};

export const bytes: Type<Buffer> = {
  wire: 2,
  read(reader, end) {
    const value = reader.bytes.subarray(reader.pos, end);
    reader.pos = end;
    return value;
  },
  write: (writer, value) => writer.raw(value),
};

export const int64: Type<number> = {
  wire: 0,
  read: (reader, end) => reader.int64(end),
  write: (writer, value) => writer.int64(value),
};

export const struct: Type<PlainObject> = {
  wire: 2,
  read: (reader, end) => readStruct(reader, end),
  write: writeStruct,
};

/** A struct whose members are decoded at their first read. */
export const largeStruct: Type<PlainObject> = { ...struct, read: (reader, end) => readLargeStruct(reader, end) };

/** An enumeration as its number, as in the SDK; an int32 on the wire. */
export function enumeration<T extends number>(): Type<T> {
  return {
    wire: 0,
    read: (reader, end) => reader.int32(end) as T,
    write: (writer, value) => writer.int32(value),
  };
}
