/** The kinds of fields in a message: optional, scalar, repeated, packed, map, or an object that is read lazily. */
import { type Field, type Type, writeWithin } from './message.ts';
import { setLazily } from './lazy.ts';
import { type PlainObject, readKubernetesObject, setOwn } from './read-struct.ts';
import { messageWeight } from './reader.ts';
import { struct, text } from './types.ts';
import { sortedKeys } from './write-struct.ts';
import type { Writer } from './writer.ts';

/** A field with explicit presence; undefined if it is absent. */
export function optional<T>(type: Type<T>): Field<T | undefined> {
  return {
    wire: type.wire,
    absent: () => undefined,
    read(target, name, reader, end) {
      target[name] = type.read(reader, end);
    },
    write: (writer, tag, value) => writeField(writer, tag, type, value as T),
  };
}

/** A scalar field without presence: `zero` if it is absent, and not written if it is `zero`. */
export function scalar<T>(type: Type<T>, zero: NoInfer<T>): Field<T> {
  return {
    ...(optional(type) as Field<T>),
    absent: () => zero,
    write: (writer, tag, value) => (value === zero ? undefined : writeField(writer, tag, type, value)),
  };
}

/** A repeated field of messages. */
export function repeated<T>(type: Type<T>): Field<T[]> {
  return {
    wire: 2,
    absent: () => [],
    read(target, name, reader, end) {
      reader.count(messageWeight);
      (target[name] as T[]).push(type.read(reader, end));
    },
    write: (writer, tag, values) => values.toReversed().forEach((value) => writeField(writer, tag, type, value)),
  };
}

/** A repeated field of varints, in the packed form that proto3 writes. */
export function packed<T>(type: Type<T>): Field<T[]> {
  return {
    wire: 2,
    absent: () => [],
    read(target, name, reader, end) {
      while (reader.pos < end) {
        reader.count(1);
        (target[name] as T[]).push(type.read(reader, end));
      }
    },
    write(writer, tag, values) {
      if (values.length === 0) return;
      const before = writer.size;
      values.toReversed().forEach((value) => type.write(writer, value));
      writer.close(tag, before);
    },
  };
}

/** A map with string keys, written in the order of its keys; of equal keys the last one counts. */
export function map<T>(type: Type<T>): Field<Record<string, T>> {
  return {
    wire: 2,
    absent: () => ({}),
    read(target, name, reader, end) {
      reader.count(messageWeight);
      let key = '';
      let value: T | undefined;
      while (reader.pos < end) {
        const tag = reader.uint32(end);
        if (tag === 10) key = reader.key(reader.limit(end));
        else if (tag === 18) value = type.read(reader, reader.limit(end));
        else reader.skip(tag, end);
      }
      // A missing value means the empty value: Go writes both key and value, other writers omit empty ones.
      setOwn(target[name] as PlainObject, key, value ?? type.read(reader, reader.pos));
    },
    write(writer, tag, entries) {
      for (const key of sortedKeys(entries).toReversed()) {
        const value = entries[key];
        if (value === undefined) continue;
        const entry = writer.size;
        writeWithin(key, () => writeField(writer, 18, type, value));
        writeField(writer, 10, text, key);
        writer.close(tag, entry);
      }
    },
  };
}

/** A Kubernetes object that is decoded at its first read; until then only its position in the bytes is stored. */
export function lazyObject(): Field<PlainObject | undefined> {
  return {
    ...optional(struct),
    read(target, name, reader, end) {
      const { pos } = reader;
      reader.pos = end;
      setLazily(target, name, () => readKubernetesObject(reader.at(pos), end));
    },
  };
}

function writeField<T>(writer: Writer, tag: number, type: Type<T>, value: T): void {
  const before = writer.size;
  type.write(writer, value);
  if (type.wire === 2) writer.close(tag, before);
  else writer.uint32(tag);
}
