/** Compiles the rules of a schema once, and evaluates them on every value. */
import { child, index, key } from '../field-path.ts';
import type { Node } from '../node.ts';
import type { Rule } from '../rule.ts';
import { correlate, equal } from '../validate/correlate.ts';
import type { Finding, Validate } from '../validate/findings.ts';
import { valueText } from '../validate/go-text.ts';
import { isMembers } from '../validate/type-of.ts';
import { type Environment, Optional } from '@marcbachmann/cel-js';
import { newEnvironment } from './environment.ts';
import { compileRule, type Program, reasonOf, type Verdict } from './program.ts';
import { declare } from './types.ts';

/** The programs of one node's rules, in their order; `reason` says why a rule does not compile. */
export interface CompiledRules {
  readonly programs: readonly (Program | { readonly rule: Rule; readonly reason: string })[];
  readonly convert: (value: unknown) => unknown;
}

const compiled = new WeakMap<Node, CompiledRules>();

/** The rules of this node, without those of its fields, compiled for its type. */
export function compileRules(node: Node): CompiledRules {
  const known = compiled.get(node) ?? build(node);
  compiled.set(node, known);
  return known;
}

function build(node: Node): CompiledRules {
  const environment = newEnvironment();
  const self = declare(environment, node, 'object');
  if (self === undefined) return { programs: [], convert: (value) => value };
  const environments = environmentsOf(self.type, environment);
  const programs = node.rules.map((rule) => {
    try {
      return compileRule(environments(rule.optionalOldSelf === true), rule, node);
    } catch (error) {
      return { rule, reason: reasonOf(error) };
    }
  });
  return { programs, convert: self.convert ?? ((value) => value) };
}

type Environments = (isOptional: boolean) => Environment;

/** Environments by type: most rules are on scalars, and all integers can share one environment. */
const shared = new Map<string, Environments>();

/** Returns the environment with `self` and `oldSelf` of the type; `oldSelf` may be an optional. */
function environmentsOf(type: string, declared: Environment): Environments {
  const known = shared.get(type);
  if (known !== undefined) return known;
  const byOptionality = new Map<boolean, Environment>();
  const environments: Environments = (isOptional) => {
    const environment = byOptionality.get(isOptional) ?? withVariables(declared, type, isOptional);
    byOptionality.set(isOptional, environment);
    return environment;
  };
  if (!type.includes('object')) shared.set(type, environments);
  return environments;
}

function withVariables(declared: Environment, type: string, isOptional: boolean): Environment {
  return declared
    .clone()
    .registerVariable('self', type)
    .registerVariable('oldSelf', isOptional ? `optional<${type}>` : type);
}

/** A function that evaluates all rules of the schema and of its fields and items; undefined if there are none. */
export function rulesIn(node: Node): Validate | undefined {
  const rules = node.rules.length === 0 ? undefined : rulesOfNode(node);
  const inner = innerRules(node);
  if (rules === undefined && inner === undefined) return undefined;
  return (value, old, path, out) => {
    if (value === null || value === undefined) return;
    rules?.(value, old ?? undefined, path, out);
    inner?.(value, old, path, out);
  };
}

function innerRules(node: Node): Validate | undefined {
  switch (node.kind) {
    case 'object':
      return inObject(node.fields);
    case 'map': {
      const rules = rulesIn(node.values);
      return (
        rules && ((value, old, path, out) => inMembers(value, old, (name, a, b) => rules(a, b, key(path, name), out)))
      );
    }
    case 'array': {
      const rules = rulesIn(node.items);
      if (rules === undefined) return undefined;
      return (value, old, path, out) => {
        const before = correlate(node, old);
        for (const [i, item] of (value as unknown[]).entries()) rules(item, before(item), index(path, i), out);
      };
    }
    default:
      return undefined;
  }
}

function inMembers(value: unknown, old: unknown, visit: (name: string, value: unknown, old: unknown) => void): void {
  const before = isMembers(old) ? old : undefined;
  for (const [name, member] of Object.entries(value as object)) visit(name, member, before?.[name]);
}

function inObject(fields: { readonly [name: string]: Node }): Validate | undefined {
  const rules = new Map(
    Object.entries(fields).flatMap(([name, field]) => {
      const inner = rulesIn(field);
      return inner === undefined ? [] : [[name, inner] as const];
    }),
  );
  if (rules.size === 0) return undefined;
  return (value, old, path, out) =>
    inMembers(value, old, (name, member, before) => rules.get(name)?.(member, before, child(path, name), out));
}

/** If an update does not change the value, only transition rules can report it. */
function rulesOfNode(node: Node): Validate {
  const { programs, convert } = compileRules(node);
  return (value, old, path, out) => {
    const self = convert(value);
    const oldSelf = old === undefined ? undefined : convert(old);
    for (const program of programs) {
      if ('reason' in program) continue;
      const { rule, usesOldSelf } = program;
      if (usesOldSelf && old === undefined && rule.optionalOldSelf !== true) continue;
      const verdict = program.judge({ self, oldSelf: rule.optionalOldSelf === true ? Optional.of(oldSelf) : oldSelf });
      if (verdict === undefined) continue;
      const isUnchanged = !usesOldSelf && verdict.failure === undefined && old !== undefined && equal(value, old);
      if (!isUnchanged) out.push(finding(node, rule, value, path, verdict));
    }
  };
}

/** The path of a rule as the API server prints it: `.topics['orders']` becomes `topics[orders]`. */
function pathOf(rule: Rule, path: string): string {
  if (rule.fieldPath === undefined) return path;
  const normal = rule.fieldPath.replace(/\['((?:[^'\\]|\\.)*)'\]/g, '[$1]').replace(/^\./, '');
  return normal.startsWith('[') ? `${path}${normal}` : child(path, normal);
}

const structureTypes: { readonly [kind: string]: string } = { object: 'object', map: 'object', array: 'array' };

function finding(
  node: Node,
  rule: Rule,
  value: unknown,
  path: string,
  { message, failure }: NonNullable<Verdict>,
): Finding {
  const structure = structureTypes[node.kind];
  if (failure) {
    const type = structure ?? (node.kind === 'enum' ? 'string' : node.kind === 'intOrString' ? '' : node.kind);
    return { path, message: `Invalid value: ${valueText(type)}: ${message}`, blocking: false };
  }
  const issuePath = pathOf(rule, path);
  const shown = structure === undefined ? `: ${valueText(value)}` : '';
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return { path: issuePath, message: `Forbidden: ${message}`, blocking: false };
    case 'FieldValueRequired':
      return { path: issuePath, message: `Required value: ${message}`, blocking: false };
    case 'FieldValueDuplicate':
      return { path: issuePath, message: `Duplicate value${shown}`, blocking: false };
    default:
      return { path: issuePath, message: `Invalid value${shown}: ${message}`, blocking: false };
  }
}
