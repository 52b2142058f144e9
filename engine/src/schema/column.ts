/** The columns that `kubectl get` prints for an API. */
import type { Node } from './node.ts';

/** One column of `kubectl get`. */
export interface Column {
  /** As `Size`; kubectl prints it in capitals. */
  readonly name: string;
  /** A field of the spec or status, as `.spec.size`. */
  readonly jsonPath: string;
  /** @default from the field's schema */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** @default the field's description */
  readonly description?: string;
  /** 0 shows the column always, 1 in wide output only. @default 0 */
  readonly priority?: number;
}

/** A column with nothing left to be inferred. */
export type ResolvedColumn = Required<Column>;

/** The columns of an object with that schema, with what their fields say of themselves. */
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

/** The field that a simple JSON path leads to, or undefined. */
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
    case 'string':
      return field.format === 'date-time' ? 'date' : 'string';
    default:
      return 'string';
  }
}
