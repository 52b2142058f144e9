/** Turns a stripped schema into TypeScript interfaces; objects with equal fields share one interface. */
import type { JsonSchema } from '../json-schema.ts';
import { definitionPrefix, dereference } from '../json-schema.ts';
import { objectMetaName } from '../object-meta.ts';
import { docComment } from './doc-comment.ts';
import { anyOther, codeOf, documented, type Field, field, shared } from './field.ts';
import { pascal, quote } from './identifier.ts';
import { Names } from './names.ts';

/** The types that all models share, generated once. */
type SharedType = 'Json' | 'ObjectMeta';

/** The names that a model file imports, so that its interfaces must not use them. */
export const importedNames: readonly string[] = ['GeneratedModel', 'Json', 'ObjectMeta'];

interface Interfaces {
  readonly text: string;
  /** The shared types in the text, sorted. */
  readonly shared: readonly SharedType[];
}

/** The interfaces of an object with this schema; the first is named `root`. */
export function toInterfaces(root: string, schema: JsonSchema): Interfaces {
  const writer = new Writer(root, schema);
  writer.writeObject();
  return writer.result();
}

/** The same for a Kubernetes object. `types` are those of apiVersion and kind, metadata has the shared type, and status is optional. */
export function toKindInterfaces(
  root: string,
  schema: JsonSchema,
  types: { readonly apiVersion: string; readonly kind: string },
): Interfaces {
  const writer = new Writer(root, schema);
  writer.writeKind(types);
  return writer.result();
}

interface Interface {
  readonly name: string;
  readonly description?: string | undefined;
  fields: readonly Field[];
}

class Writer {
  readonly #shared = new Set<SharedType>();
  readonly #root: string;
  readonly #schema: JsonSchema;
  readonly #names: Names;
  /** The code of an interface → the interface. */
  readonly #bodies = new Map<string, Interface>();
  /** `$ref` → the name of its interface, set before its body is written, so that recursive types end. */
  readonly #refs = new Map<string, string>();
  readonly #written: Interface[] = [];

  constructor(root: string, schema: JsonSchema) {
    this.#root = root;
    this.#schema = schema;
    this.#names = new Names(root, importedNames);
  }

  writeObject(): void {
    this.#reserve(this.#root).fields = this.#fields(this.#schema, [], false);
  }

  writeKind(types: { readonly apiVersion: string; readonly kind: string }): void {
    const slot = this.#reserve(this.#root, this.#schema.description);
    const { apiVersion: _, kind: __, metadata: ___, ...fields } = this.#schema.properties ?? {};
    const own = Object.entries(fields).map(([name, schema]) => {
      const required = name !== 'status' && this.#schema.required?.includes(name) === true;
      return field(name, this.#type(schema, [pascal(name)]), required, schema.description);
    });
    slot.fields = [
      field('apiVersion', types.apiVersion, true),
      field('kind', types.kind, true),
      field('metadata', this.#share('ObjectMeta'), false),
      ...own,
      ...(this.#schema['x-kubernetes-preserve-unknown-fields'] === true ? [anyOther] : []),
    ];
  }

  result(): Interfaces {
    const texts = this.#written.map(
      ({ name, description, fields }) =>
        `${docComment(description)}export interface ${name} {\n${documented(fields)}\n}\n`,
    );
    return { text: texts.join('\n'), shared: [...this.#shared].sort() };
  }

  #type(schema: JsonSchema, path: readonly string[]): string {
    const type = this.#bare(schema, path);
    return schema.nullable === true && !/(^|\| )null$/.test(type) && type !== 'Json' ? `${type} | null` : type;
  }

  #bare(schema: JsonSchema, path: readonly string[]): string {
    if (schema.$ref !== undefined) return this.#reference(schema.$ref, path);
    if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
    if (schema['x-kubernetes-int-or-string'] === true) return 'number | string';
    if (schema['x-kubernetes-embedded-resource'] === true) return this.#object(embedded(schema), path);
    switch (schema.type) {
      case 'string':
        return 'string';
      case 'integer':
      case 'number':
        return 'number';
      case 'boolean':
        return 'boolean';
      case 'array':
        return `readonly ${element(this.#type(schema.items ?? {}, itemPath(path)))}[]`;
      case 'object':
        return this.#object(schema, path);
      default:
        return schema.properties === undefined ? this.#share('Json') : this.#object(schema, path);
    }
  }

  #object(schema: JsonSchema, path: readonly string[]): string {
    const { properties, additionalProperties: values } = schema;
    const open = schema['x-kubernetes-preserve-unknown-fields'] === true || values === true;
    if (properties === undefined || Object.keys(properties).length === 0) {
      if (typeof values === 'object') return `{ readonly [key: string]: ${this.#type(values, valuePath(path))} }`;
      return open ? `{ readonly [key: string]: ${this.#share('Json')} }` : '{ readonly [key: string]: never }';
    }
    const index = this.#written.length;
    const fields = this.#fields(schema, path, open || typeof values === 'object');
    const code = codeOf(fields);
    const known = this.#bodies.get(code);
    if (known !== undefined) {
      known.fields = shared(known.fields, fields);
      return known.name;
    }
    const written: Interface = { name: this.#names.take(path), fields };
    this.#bodies.set(code, written);
    this.#written.splice(index, 0, written);
    return written.name;
  }

  #fields(schema: JsonSchema, path: readonly string[], open: boolean): readonly Field[] {
    const fields = Object.entries(schema.properties ?? {}).map(([name, child]) => {
      const resolved = dereference(child, this.#schema);
      const metadata = schema['x-kubernetes-embedded-resource'] === true && name === 'metadata';
      const type = metadata ? this.#share('ObjectMeta') : this.#type(child, [...path, pascal(name)]);
      // A field with a default may be left out.
      const required = schema.required?.includes(name) === true && resolved.default === undefined;
      return field(name, type, required, child.description);
    });
    return open ? [...fields, anyOther] : fields;
  }

  #reference(ref: string, path: readonly string[]): string {
    if (ref === definitionPrefix + objectMetaName) return this.#share('ObjectMeta');
    const known = this.#refs.get(ref);
    if (known !== undefined) return known;
    const target = dereference({ $ref: ref }, this.#schema);
    if (target.properties === undefined) return this.#type(target, path);
    const segment = pascal(ref.slice(definitionPrefix.length).split('.').at(-1) ?? ref);
    // `NetworkPolicySpec` of NetworkPolicy needs no second prefix.
    const name = this.#names.take([segment.startsWith(this.#root) ? segment.slice(this.#root.length) : segment]);
    this.#refs.set(ref, name);
    const slot = this.#reserve(name, target.description);
    slot.fields = this.#fields(target, [name.slice(this.#root.length)], false);
    return name;
  }

  #reserve(name: string, description?: string): Interface {
    const slot: Interface = { name, description, fields: [] };
    this.#written.push(slot);
    return slot;
  }

  #share(name: SharedType): SharedType {
    this.#shared.add(name);
    return name;
  }
}

/** The type as element type of an array, in parentheses if necessary. */
function element(type: string): string {
  return /[ |]/.test(type) ? `(${type})` : type;
}

function itemPath(path: readonly string[]): readonly string[] {
  return [...path.slice(0, -1), `${path.at(-1) ?? ''}Item`];
}

function valuePath(path: readonly string[]): readonly string[] {
  return [...path.slice(0, -1), `${path.at(-1) ?? ''}Value`];
}

/** The schema of an embedded object, with the fields that every object has. */
function embedded(schema: JsonSchema): JsonSchema {
  const properties = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: {}, ...schema.properties };
  return { ...schema, properties, required: [...new Set(['apiVersion', 'kind', ...(schema.required ?? [])])] };
}

function literal(value: unknown): string {
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}
