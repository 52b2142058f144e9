/** Turns a stripped schema into TypeScript interfaces; objects with equal fields share one interface. */
import type { JsonSchema } from '../json-schema.ts';
import { definitionPrefix, dereference } from '../json-schema.ts';
import { pascal, propertyKey, quote } from './identifier.ts';
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

class Writer {
  readonly #shared = new Set<SharedType>();
  readonly #root: string;
  readonly #schema: JsonSchema;
  readonly #names: Names;
  /** Body of an interface → its name. */
  readonly #bodies = new Map<string, string>();
  /** `$ref` → the name of its interface, set before its body is written, so that recursive types end. */
  readonly #refs = new Map<string, string>();
  readonly #written: { name: string; body: string }[] = [];

  constructor(root: string, schema: JsonSchema) {
    this.#root = root;
    this.#schema = schema;
    this.#names = new Names(root, importedNames);
  }

  writeObject(): void {
    this.#reserve(this.#root).body = this.#fields(this.#schema, [], false).join('\n');
  }

  writeKind(types: { readonly apiVersion: string; readonly kind: string }): void {
    const slot = this.#reserve(this.#root);
    const { apiVersion: _, kind: __, metadata: ___, ...fields } = this.#schema.properties ?? {};
    const lines = Object.entries(fields).map(([name, field]) => {
      const required = name !== 'status' && this.#schema.required?.includes(name) === true;
      return line(name, this.#type(field, [pascal(name)]), required);
    });
    slot.body = [
      line('apiVersion', types.apiVersion, true),
      line('kind', types.kind, true),
      line('metadata', this.#share('ObjectMeta'), false),
      ...lines,
    ].join('\n');
  }

  result(): Interfaces {
    const texts = this.#written.map(({ name, body }) => `export interface ${name} {\n${body}\n}\n`);
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
    const body = this.#fields(schema, path, open || typeof values === 'object').join('\n');
    const known = this.#bodies.get(body);
    if (known !== undefined) return known;
    const name = this.#names.take(path);
    this.#bodies.set(body, name);
    this.#written.splice(index, 0, { name, body });
    return name;
  }

  #fields(schema: JsonSchema, path: readonly string[], open: boolean): string[] {
    const lines = Object.entries(schema.properties ?? {}).map(([name, field]) => {
      const resolved = dereference(field, this.#schema);
      const metadata = schema['x-kubernetes-embedded-resource'] === true && name === 'metadata';
      const type = metadata ? this.#share('ObjectMeta') : this.#type(field, [...path, pascal(name)]);
      // A field with a default may be left out.
      return line(name, type, schema.required?.includes(name) === true && resolved.default === undefined);
    });
    return open ? [...lines, '  readonly [key: string]: unknown;'] : lines;
  }

  #reference(ref: string, path: readonly string[]): string {
    const known = this.#refs.get(ref);
    if (known !== undefined) return known;
    const target = dereference({ $ref: ref }, this.#schema);
    if (target.properties === undefined) return this.#type(target, path);
    const segment = pascal(ref.slice(definitionPrefix.length).split('.').at(-1) ?? ref);
    // `NetworkPolicySpec` of NetworkPolicy needs no second prefix.
    const name = this.#names.take([segment.startsWith(this.#root) ? segment.slice(this.#root.length) : segment]);
    this.#refs.set(ref, name);
    const slot = this.#reserve(name);
    slot.body = this.#fields(target, [name.slice(this.#root.length)], false).join('\n');
    return name;
  }

  #reserve(name: string): { name: string; body: string } {
    const slot = { name, body: '' };
    this.#written.push(slot);
    return slot;
  }

  #share(name: SharedType): SharedType {
    this.#shared.add(name);
    return name;
  }
}

function line(name: string, type: string, required: boolean): string {
  if (required) return `  readonly ${propertyKey(name)}: ${type};`;
  // Every object inherits members such as `constructor`, which fit no narrower type.
  const optional = name in Object.prototype ? 'unknown' : type;
  // An undefined field is left out, in the function and in JSON.
  return `  readonly ${propertyKey(name)}?: ${optional} | undefined;`;
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
