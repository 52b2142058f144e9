/** Protobuf messages as tables: one row per field serves both directions, and the SDK's type makes a missing row a compile error. */
import { CodecError } from './codec-error.ts';
import type { PlainObject } from './read-struct.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** Reads the payload of one value up to `end`, and writes it. Varints (wire type 0) mark their own end. */
export interface Type<T> {
  readonly wire: 0 | 2;
  read(reader: Reader, end: number): T;
  write(writer: Writer, value: T): void;
}

/** Reads and writes one field of a message as a property of an object. */
export interface Field<T> {
  readonly wire: 0 | 2;
  /** The value of a field that the message does not contain. */
  absent(): T;
  read(target: PlainObject, name: string, reader: Reader, end: number): void;
  write(writer: Writer, tag: number, value: T): void;
}

type Rows<T> = { readonly [K in keyof T]-?: readonly [number: number, field: Field<T[K]>] };
interface Row {
  readonly name: string;
  readonly tag: number;
  readonly field: Field<unknown>;
}

/** A message whose fields are `rows`, in ascending order of their numbers; unknown fields are skipped. */
export function message<T extends object>(rows: Rows<T>): Type<T> {
  const fields = Object.entries(rows as Rows<PlainObject>).map(([name, [number, field]]): Row => ({
    name,
    tag: (number << 3) | field.wire,
    field,
  }));
  const byTag: (Row | undefined)[] = [];
  for (const row of fields) byTag[row.tag] = row;
  return {
    wire: 2,
    read(reader, end) {
      const target: PlainObject = {};
      for (const { name, field } of fields) target[name] = field.absent();
      while (reader.pos < end) {
        const tag = reader.uint32(end);
        const row = byTag[tag];
        if (row === undefined) reader.skip(tag, end);
        else row.field.read(target, row.name, reader, tag & 2 ? reader.limit(end) : end);
      }
      return target as T;
    },
    write(writer, value) {
      const source = value as PlainObject;
      for (let index = fields.length - 1; index >= 0; index -= 1) {
        const { name, tag, field } = fields[index] as Row;
        const fieldValue = source[name];
        if (fieldValue !== undefined) writeWithin(name, () => field.write(writer, tag, fieldValue));
      }
    },
  };
}

/** Runs `write`, and puts `name` in front of the path of a `CodecError` that it throws. */
export function writeWithin(name: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw error instanceof CodecError ? error.within(name) : error;
  }
}
