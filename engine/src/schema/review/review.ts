/** The review of a schema: lists everything that Kubernetes would refuse, that Crossplane would drop, or that harms users. */
import { type Issue, UserError } from '../../errors.ts';
import { child } from '../field-path.ts';
import type { Node } from '../node.ts';
import { reviewBounds } from './bounds.ts';
import { reviewDefault } from './default.ts';
import { reviewFields } from './fields.ts';
import { reviewLists } from './lists.ts';
import { type Place, type Review, rootPlace } from './place.ts';
import { reviewRules } from './rules.ts';
import { reviewText } from './text.ts';

const reviews: readonly Review[] = [reviewText, reviewFields, reviewBounds, reviewLists, reviewDefault, reviewRules];

/** Every problem of the schema, empty for a sound one; `path` is that of its root, such as `spec`. */
export function problems(schema: Node, path = ''): Issue[] {
  return reviewNode(schema, rootPlace(path));
}

function reviewNode(node: Node, place: Place): Issue[] {
  const messages = reviews.flatMap((review) => review(node, place));
  return [...messages.map((message) => ({ path: place.path, message })), ...reviewChildren(node, place)];
}

function reviewChildren(node: Node, place: Place): Issue[] {
  const inner = { ...place, isRoot: false, isElement: false };
  switch (node.kind) {
    case 'object':
      return Object.entries(node.fields).flatMap(([name, field]) =>
        reviewNode(field, { ...inner, path: child(place.path, name) }),
      );
    case 'map':
      return reviewNode(node.values, {
        ...inner,
        path: `${place.path}[*]`,
        isElement: true,
        count: place.count * (node.maxProperties ?? 1),
      });
    case 'array':
      return reviewNode(node.items, {
        ...inner,
        path: `${place.path}[]`,
        isElement: true,
        count: place.count * (node.maxItems ?? 1),
        list: place.path,
        uncorrelated: place.uncorrelated ?? (node.listType === 'map' ? undefined : place.path),
      });
    default:
      return [];
  }
}

const sound = new WeakSet<Node>();

/** Remembers a schema as sound without a review, since its parts have been reviewed. */
export function markSound<T extends Node>(schema: T): T {
  sound.add(schema);
  return schema;
}

/** Throws a `UserError` that lists every problem of the schema; remembers sound schemas. */
export function assertSound(schema: Node): void {
  if (sound.has(schema)) return;
  refuse('schema', problems(schema));
  markSound(schema);
}

/** Throws a `UserError` that lists the issues of `subject`, if there are any. */
export function refuse(subject: string, issues: readonly Issue[]): void {
  if (issues.length === 0) return;
  const lines = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const [first] = lines;
  if (lines.length === 1) throw new UserError(`cannot use this ${subject}: ${first}`);
  throw new UserError(
    `cannot use this ${subject}, ${lines.length} things are wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`,
  );
}
