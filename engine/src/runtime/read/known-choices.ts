/** Leaves out of the lists of an environment what a release does not know, as unknown fields are left out. */
import type { Node } from '../../schema/index.ts';

/**
 * The value without the items of lists that are none of the choices for them. One EnvironmentConfig serves several releases, so it may offer
 * a version that another release has dropped or does not have yet.
 */
export function withKnownChoices(node: Node, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (node.kind !== 'array') return value;
    const { items } = node;
    if (items.kind !== 'enum') return value.map((item: unknown) => withKnownChoices(items, item));
    return value.filter((item) => typeof item !== 'string' || items.values.includes(item));
  }
  const nodeOf = (name: string) => {
    if (node.kind === 'map') return node.values;
    return node.kind === 'object' && Object.hasOwn(node.fields, name) ? node.fields[name] : undefined;
  };
  const members = Object.entries(value).map(([name, member]) => {
    const inner = nodeOf(name);
    return [name, inner === undefined ? (member as unknown) : withKnownChoices(inner, member)] as const;
  });
  return Object.fromEntries(members);
}
