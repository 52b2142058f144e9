/** The rules of a schema, for a value without one: what a default would give is written into them. */
import type { Node } from '../node.ts';
import { empty, joined, type Path, say } from './text.ts';

/** The messages of the rules that a value breaks. A rule about a change has none, since the API server knows no field of the old value. */
export function rulesProblem(node: Node, value: string, path: Path): string {
  const rules = node.rules.filter(({ rule }) => !/\boldSelf\b/.test(rule));
  return joined(
    rules.map(
      ({ rule, message, fieldPath = '' }) =>
        `([${value}].all(self, ${withDefaults(rule, node)}) ? ${empty} : ${say(path, `${fieldPath}: ${message}`)})`,
    ),
  );
}

/** The rule with `self.?cidrs.orValue([])` for `self.cidrs`, if that field has a default. */
function withDefaults(rule: string, node: Node): string {
  return rule.replaceAll(/(?<!has\()\bself((?:\.[A-Za-z]\w*)+)/g, (_, fields: string) => {
    let current: Node | undefined = node;
    return fields
      .slice(1)
      .split('.')
      .reduce((text, name) => {
        current = current?.kind === 'object' && Object.hasOwn(current.fields, name) ? current.fields[name] : undefined;
        if (current?.presence !== 'defaulted') return `${text}.${name}`;
        return `${text}.?${name}.orValue(${JSON.stringify(current.default)})`;
      }, 'self');
  });
}
