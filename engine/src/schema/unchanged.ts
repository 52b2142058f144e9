/** Recognises the CEL rules by which a value stays as it is for ever. */
import type { Node } from './node.ts';

const field = String.raw`self(?:\.([A-Za-z_]\w*))?`;
const oldField = String.raw`oldSelf(?:\.([A-Za-z_]\w*))?`;
const forms = [
  new RegExp(`^${field} == ${oldField}$`),
  new RegExp(`^${oldField} == ${field}$`),
  // A field that may be absent: it neither comes, goes nor changes.
  /^has\(self\.(\w+)\) == has\(oldSelf\.(\w+)\) && \(!has\(self\.\2\) \|\| self\.\2 == oldSelf\.\2\)$/,
];

/** The field that a rule keeps as it is, `''` for the value itself; undefined for any other rule, also for one that keeps it in some cases. */
export function unchangedField(rule: string): string | undefined {
  const text = rule
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?== ?/g, ' == ');
  for (const form of forms) {
    const [matched, one = '', other = ''] = form.exec(text) ?? [];
    if (matched !== undefined) return one === other ? one : undefined;
  }
  return undefined;
}

/** The paths of the fields that the rules of a schema keep as they are. Fields of the items of a list or a map are left out, since items come and go. */
export function unchangedPaths(node: Node, path: string): readonly string[] {
  const own = node.rules
    .map(({ rule }) => unchangedField(rule))
    .filter((name) => name !== undefined)
    .map((name) => (name === '' ? path : `${path}.${name}`));
  if (node.kind !== 'object') return own;
  const below = Object.entries(node.fields).flatMap(([name, inner]) => unchangedPaths(inner, `${path}.${name}`));
  return [...own, ...below];
}
