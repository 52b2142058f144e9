/** The last step of every builder: completes a node and freezes it. */
import type { Node, Presence, Schema } from './node.ts';
import type { Rule } from './rule.ts';

/** A required, non-nullable, deeply frozen node, without the options that are undefined. */
export function makeNode<I, O, P extends Presence>(
  shape: { readonly kind: Node['kind']; readonly [option: string]: unknown },
  description: string | undefined,
  rules: readonly Rule[] = [],
): Schema<I, O, P> {
  const options = Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined));
  const node = {
    ...options,
    description,
    presence: 'required',
    nullable: false,
    rules: rules.map((rule) => ({ ...rule })),
  };
  return deepFreeze(node) as unknown as Schema<I, O, P>;
}

/** The same value, frozen all the way down. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
