/** The items of lists and the values of maps: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/validation.go */
import type { ArrayNode, Node, ObjectNode } from '../node.ts';
import type { Review } from './place.ts';

export const reviewLists: Review = (node) => {
  if (node.kind === 'map') return node.values.nullable ? [`has values that may be null: ${leaveOut}`] : [];
  if (node.kind !== 'array') return [];
  const nulls = node.items.nullable ? [`has items that may be null: ${leaveOut}`] : [];
  if (node.listType === 'set' && !isScalar(node.items))
    return [...nulls, 'is a set of other than scalars: use listMap with key fields, or array'];
  return node.listType === 'map' ? [...nulls, ...keyed(node)] : nulls;
};

const leaveOut = 'let developers leave them out instead';

function isScalar({ kind }: Node): boolean {
  return kind !== 'object' && kind !== 'array' && kind !== 'map' && kind !== 'any';
}

function keyed({ items, keys }: ArrayNode): string[] {
  if (items.kind !== 'object') return ['is a keyed list of other than objects'];
  if (keys.length === 0) return ['is a keyed list without keys'];
  const repeated = keys.filter((key, i) => keys.indexOf(key) !== i).map((key) => `names the key "${key}" twice`);
  return [...repeated, ...new Set(keys.flatMap((key) => problemsOfKey(key, items)))];
}

function problemsOfKey(key: string, { fields }: ObjectNode): string[] {
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (field === undefined) return [`has the key "${key}", which is not a field of its items`];
  if (!isScalar(field)) return [`has the key "${key}", which is not a scalar`];
  if (field.presence !== 'required') return [`has the key "${key}", which must be a required field of its items`];
  return field.nullable ? [`has the key "${key}", which may be null`] : [];
}
