/** Finds what `planesmith claim` left for its reader to fill in. */
import type { Issue } from '../errors.ts';
import type { Node } from '../schema/index.ts';

/** Stands for a value that only the author of a claim knows. */
export const placeholder = 'CHANGE-ME';

/** An issue for each name and value that is still the placeholder. */
export function unfilledIssues(node: Node | undefined, value: unknown, path: string): Issue[] {
  const words = node?.description === undefined ? '' : `: ${node.description}`;
  if (isPlaceholder(value)) return [{ path, message: `${placeholder} stands for a value of yours${words}` }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const items = node?.kind === 'array' ? node.items : undefined;
    return value.flatMap((item, index) => unfilledIssues(items, item, `${path}[${index}]`));
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const below = `${path}.${name}`;
    const issue = { path: below, message: `${placeholder} stands for a name of yours${words}` };
    return [...(isPlaceholder(name) ? [issue] : []), ...unfilledIssues(nodeOf(node, name), member, below)];
  });
}

/** The issues without those that only say that the placeholder does not fit. */
export function withoutMisfits(issues: readonly Issue[], unfilled: readonly Issue[]): Issue[] {
  const paths = new Set(unfilled.flatMap(({ path }) => [path, path.slice(0, path.lastIndexOf('.'))]));
  return unfilled.length === 0 ? [...issues] : issues.filter(({ path }) => !paths.has(path));
}

function nodeOf(node: Node | undefined, name: string): Node | undefined {
  if (node?.kind === 'map') return node.values;
  return node?.kind === 'object' && Object.hasOwn(node.fields, name) ? node.fields[name] : undefined;
}

/** Several names in one map are numbered. */
function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && /^CHANGE-ME(-\d+)?$/.test(value);
}
