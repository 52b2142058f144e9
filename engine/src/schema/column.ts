/** The columns that `kubectl get` prints for an API. */
import type { Node } from './node.ts';

/** One column of `kubectl get`. */
export interface Column {
  /** Such as `Size`; kubectl prints it in capitals. */
  readonly name: string;
  /** The path of a field of the spec or status, such as `.spec.size`. */
  readonly jsonPath: string;
  /** kubectl prints a `date` as the time since then, and one to come as `<invalid>`. @default the type of the field; of a time, `string` */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** @default the field's description */
  readonly description?: string;
  /** With 0 kubectl always shows the column, with 1 only in wide output. @default 0 */
  readonly priority?: number;
}

/** A column with every property filled in. */
export type ResolvedColumn = Required<Column>;

/** The columns of an object; type and description default to those of the field in its schema. */
export function resolveColumns(columns: readonly Column[], object: Node): ResolvedColumn[] {
  return columns.map(({ name, jsonPath, type, description, priority = 0 }) => {
    const field = fieldAt(object, jsonPath);
    return {
      name,
      jsonPath,
      type: type ?? typeOf(field),
      description: description ?? field?.description ?? '',
      priority,
    };
  });
}

/** The field at a JSON path of plain names, or undefined. */
export function fieldAt(object: Node, jsonPath: string): Node | undefined {
  if (!/^(\.[A-Za-z0-9]+)+$/.test(jsonPath)) return undefined;
  return jsonPath
    .slice(1)
    .split('.')
    .reduce<Node | undefined>(
      (node, name) => (node?.kind === 'object' && Object.hasOwn(node.fields, name) ? node.fields[name] : undefined),
      object,
    );
}

function typeOf(field: Node | undefined): ResolvedColumn['type'] {
  switch (field?.kind) {
    case 'integer':
    case 'number':
    case 'boolean':
      return field.kind;
    default:
      return 'string';
  }
}
