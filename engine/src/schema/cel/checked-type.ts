/** The type that a checked expression evaluates to. */
import type { Ast } from './dialect.ts';

/** The name of the type in cel-js, such as `list<string>`. */
export function typeNameOf({ checkedType }: Ast): string {
  return checkedType?.name ?? '';
}

const scalars: ReadonlySet<string> = new Set([
  'int',
  'uint',
  'double',
  'bool',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
]);

/** Whether all values of the type have the same size, such as numbers. */
export function isScalar(ast: Ast): boolean {
  return scalars.has(typeNameOf(ast));
}

export function isText(ast: Ast): boolean {
  return ['string', 'bytes'].includes(typeNameOf(ast));
}

export function isList({ checkedType }: Ast): boolean {
  return checkedType?.kind === 'list';
}

export function isMap({ checkedType }: Ast): boolean {
  return checkedType?.kind === 'map';
}
