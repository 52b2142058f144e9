/** Evaluates the CEL rules of a schema. */
import type { Issue } from '../../errors.ts';
import { compileRules, rulesIn } from '../../schema/cel/rules.ts';
import type { Node } from '../../schema/node.ts';
import type { ValidateAlone } from '../../schema/validate/findings.ts';
import type { JsonSchema } from '../json-schema.ts';
import { ruleNode } from './rule-node.ts';

/**
 * A check of the rules, for values that are valid in all other ways. Like on creation, transition rules do not run.
 *
 * A rule that cannot be evaluated here is an issue of every object, so that it is never skipped unnoticed.
 */
export function ruleChecks(schema: JsonSchema): ValidateAlone | undefined {
  const node = nodeOf(schema);
  if (node === undefined) return undefined;
  const rules = rulesIn(node);
  const unsupported = unsupportedIn(node, '');
  return (value, path, out) => {
    rules?.(value, undefined, path, out);
    for (const issue of unsupported) out.push({ ...issue, blocking: false });
  };
}

/** The rules that cannot be evaluated here, with the reasons; empty for a schema without rules. */
export function unsupportedRules(schema: JsonSchema): readonly Issue[] {
  const node = nodeOf(schema);
  return node === undefined ? [] : unsupportedIn(node, '');
}

const nodes = new WeakMap<JsonSchema, { readonly node: Node | undefined }>();

/** The same node for the same schema, so that its rules are compiled once; undefined for a schema without rules, as most are. */
function nodeOf(schema: JsonSchema): Node | undefined {
  const known = nodes.get(schema) ?? { node: hasRules(schema) ? ruleNode(schema) : undefined };
  nodes.set(schema, known);
  return known.node;
}

/** A fast test, since compiling takes time. */
function hasRules(schema: JsonSchema): boolean {
  return JSON.stringify(schema).includes('"x-kubernetes-validations"');
}

function unsupportedIn(node: Node, path: string): readonly Issue[] {
  const programs = node.rules.length === 0 ? [] : compileRules(node).programs;
  const issues = programs.flatMap((program) =>
    'reason' in program
      ? [{ path, message: `the rule ${program.rule.rule} cannot be evaluated: ${program.reason}` }]
      : [],
  );
  return [...issues, ...unsupportedBelow(node, path)];
}

function unsupportedBelow(node: Node, path: string): readonly Issue[] {
  const pathOf = (name: string) => (path === '' ? name : `${path}.${name}`);
  switch (node.kind) {
    case 'object':
      return Object.entries(node.fields).flatMap(([name, field]) => unsupportedIn(field, pathOf(name)));
    case 'map':
      return unsupportedIn(node.values, `${path}[*]`);
    case 'array':
      return unsupportedIn(node.items, `${path}[*]`);
    default:
      return [];
  }
}
