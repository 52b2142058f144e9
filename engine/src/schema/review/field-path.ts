/** The `fieldPath` of a rule: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/cel/validation.go ValidFieldPath */
import type { Node } from '../node.ts';

const step = /\.([^.[\]]+)|\['((?:[^'\\]|\\[abfnrtv'\\])*)'\]/y;

/** Whether the path names a field or a key of a map below the node. */
export function isFieldPath(path: string, node: Node): boolean {
  let current: Node | undefined = node;
  step.lastIndex = 0;
  let end = 0;
  while (end < path.length) {
    const match = step.exec(path);
    if (match === null) return false;
    const name = match[1] ?? match[2] ?? '';
    current =
      current.kind === 'map'
        ? current.values
        : current.kind === 'object' && Object.hasOwn(current.fields, name)
          ? current.fields[name]
          : undefined;
    if (current === undefined) return false;
    end = step.lastIndex;
  }
  return path !== '';
}
