/** A field of a generated interface. */
import { docComment } from './doc-comment.ts';
import { propertyKey } from './identifier.ts';

export interface Field {
  readonly code: string;
  /** What its schema says about it. */
  readonly description?: string | undefined;
}

/** The last field of an interface whose objects may have any others. */
export const anyOther: Field = { code: '  readonly [key: string]: unknown;' };

export function field(name: string, type: string, required: boolean, description?: string): Field {
  if (required) return { code: `  readonly ${propertyKey(name)}: ${type};`, description };
  // Every object inherits members such as `constructor`, which fit no narrower type.
  const optional = name in Object.prototype ? 'unknown' : type;
  // An undefined field is left out, in the function and in JSON.
  return { code: `  readonly ${propertyKey(name)}?: ${optional} | undefined;`, description };
}

/** The fields as code alone: interfaces with the same code are the same type. */
export function codeOf(fields: readonly Field[]): string {
  return fields.map(({ code }) => code).join('\n');
}

/** The fields as code with doc comments. */
export function documented(fields: readonly Field[]): string {
  return fields.map(({ code, description }) => docComment(description, '  ') + code).join('\n');
}

/** The fields of one type that stands for two: a description that is true of one alone is left out. */
export function shared(fields: readonly Field[], others: readonly Field[]): readonly Field[] {
  return fields.map((one, index) => (one.description === others[index]?.description ? one : { code: one.code }));
}
