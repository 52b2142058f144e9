/** Protobuf messages as tables: one row per field gives both directions, and the SDK's type says whether a row is missing. */
import { CodecError } from './codec-error.ts';
import type { PlainObject } from './read-struct.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** How the payload of one value is read (up to `end`) and written. Varints (wire type 0) end by themselves. */
export interface Type<T> {
  readonly wire: 0 | 2;
  read(reader: Reader, end: number): T;
  write(writer: Writer, value: T): void;
}

/** How one field of a message is kept in an object. */
export interface Field<T> {
  readonly wire: 0 | 2;
  /** What the field holds where the message does not mention it. */
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

/** A message whose fields are `rows`, in ascending order of their numbers; unknown fields are passed over. */
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
        const held = source[name];
        if (held !== undefined) writeWithin(name, () => field.write(writer, tag, held));
      }
    },
  };
}

/** Runs `write`; the path of what it refuses then begins with `name`. */
export function writeWithin(name: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw error instanceof CodecError ? error.within(name) : error;
  }
}
