/**
 * Adapts a parsed rule to Kubernetes: refuses what Kubernetes does not know, and changes the functions, the equality,
 * `has` and the field access of cel-js.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { parseGoDuration } from '../format/time.ts';
import { nearest } from '../nearest.ts';
import { toPattern } from '../pattern/pattern.ts';
import { functionKey, functionName, functionNames, namespaceWords } from './environment.ts';
import { timestampOf } from './library/conversion.ts';
import { concatenate, equal, type List } from './library/equality.ts';
import { clausesOf } from './library/format.ts';

/** The part of a cel-js node that is used here; the exact version of the dependency guarantees it. */
export interface Ast extends Omit<ASTNode, 'op' | 'args'> {
  readonly op: string;
  readonly args: any;
  readonly meta: { [name: string]: any };
  handle?: (left: unknown, right: unknown) => unknown;
  left?: Ast;
  right?: Ast;
  checkedType?: CheckedType;
  setMeta(key: string, value: unknown): Ast;
}

interface CheckedType {
  readonly kind: string;
  readonly name: string;
  readonly valueType?: CheckedType;
}

interface Checker {
  check(ast: Ast, context: unknown): CheckedType;
  getType(name: string): CheckedType;
  createError(code: string, message: string, ast: Ast): Error;
  readonly objectTypes: ReadonlyMap<string, { readonly fields?: { readonly [name: string]: unknown } }>;
}

/** Every node of an expression, outer ones first. */
export function* nodesOf(ast: Ast): Generator<Ast> {
  yield ast;
  yield* nodesIn(ast.args);
}

function* nodesIn(args: unknown): Generator<Ast> {
  if (Array.isArray(args)) for (const inner of args) yield* nodesIn(inner);
  else if (typeof args === 'object' && args !== null && 'op' in args) yield* nodesOf(args as Ast);
}

/** Adapts a parsed expression in place, before it is checked; throws an `Error` for what Kubernetes does not know. */
export function adapt(ast: Ast): void {
  for (const node of nodesOf(ast)) {
    if (node.op === 'call' || node.op === 'rcall') adaptCall(node);
    else if (node.op === '==' || node.op === '!=') afterCheck(node, () => useEquality(node));
    else if (node.op === '+' || node.op === 'in') afterCheck(node, () => useLists(node));
    else if (node.op === '[]' || node.op === '[?]' || node.op === '.?')
      afterCheck(node, (checker) => requireFieldName(node, checker));
  }
}

function afterCheck(node: Ast, then: (checker: Checker) => void): void {
  const check = node.meta['check'];
  node.setMeta('check', (checker: Checker, ast: Ast, context: unknown) => {
    const type = check(checker, ast, context);
    then(checker);
    return type;
  });
}

function adaptCall(node: Ast): void {
  const isMethod = node.op === 'rcall';
  const [name, ...rest] = node.args;
  const [receiver, parameters] = (isMethod ? rest : [undefined, rest[0]]) as [Ast | undefined, Ast[]];
  const word = receiver?.op === 'id' && namespaceWords.has(receiver.args) ? receiver.args : undefined;
  const celName = functionName(functionKey(word, isMethod, name, parameters.length), name);
  if (celName === undefined)
    throw new Error(undefinedFunction(word === undefined ? name : `${word}.${name}`, parameters.length));
  checkLiterals(name, isMethod && word === undefined ? receiver : parameters[0], parameters);
  node.args[0] = celName;
  if (name === 'has' && !isMethod) checkPresence(node);
  if (name === 'format' && parameters[0]?.op === 'list') allowMixture(parameters[0]);
}

function undefinedFunction(name: string, count: number): string {
  const suggestion = functionNames.includes(name) ? undefined : nearest(name, functionNames);
  const hint = suggestion === undefined ? '' : `, did you mean "${suggestion}"?`;
  return `function "${name}" with ${count} argument${count === 1 ? '' : 's'} is not supported in rules${hint}`;
}

/** Checks literals as the API server does when it compiles a rule. */
function checkLiterals(name: string, subject: Ast | undefined, parameters: readonly Ast[]): void {
  const [literal, pattern] = [subject, parameters.at(name === 'matches' ? -1 : 0)].map((ast) =>
    ast?.op === 'value' && typeof ast.args === 'string' ? ast.args : undefined,
  );
  if (['matches', 'find', 'findAll'].includes(name) && pattern !== undefined) toPattern(pattern);
  if (literal === undefined) return;
  if (name === 'duration' && parseGoDuration(literal) === undefined) throw new Error(`invalid duration "${literal}"`);
  if (name === 'timestamp') timestampOf(literal);
  const clause = name === 'format' ? clausesOf(literal).find((letter) => letter !== 's' && letter !== 'd') : undefined;
  if (clause !== undefined) throw new Error(`%${clause} in a format is not supported here: use %s or %d`);
}

/** Allows items of different types, which only the list of `format` may have. */
function allowMixture(list: Ast): void {
  list.setMeta('check', (checker: Checker, ast: Ast, context: unknown) => {
    for (const item of ast.args as Ast[]) checker.check(item, context);
    return checker.getType('list<dyn>');
  });
}

/** Checks the field that `has` tests, which cel-js does not, and allows fields of `oldSelf.value()`, not only of variables. */
function checkPresence(node: Ast): void {
  const { macro } = node.meta;
  const check = macro.typeCheck;
  macro.typeCheck = (checker: Checker, self: unknown, context: unknown) => {
    const [field] = node.args[1] as [Ast];
    checker.check(field, context);
    macro.macroHasProps = [...selections(field)];
    return check(checker, self, context);
  };
}

/** The expression and each expression that it selects from, down to the first that is no selection. */
function* selections(ast: Ast): Generator<Ast> {
  yield ast;
  if (ast.op === '.' || ast.op === '.?') yield* selections(ast.args[0]);
}

const compound: ReadonlySet<string> = new Set(['list', 'map', 'message', 'dyn', 'optional']);

function useEquality(node: Ast): void {
  if (!compound.has(node.left!.checkedType!.kind) && !compound.has(node.right!.checkedType!.kind)) return;
  node.handle = node.op === '==' ? equal : (a, b) => !equal(a, b);
}

function useLists(node: Ast): void {
  const original = node.handle!;
  const evaluate = original as (...values: unknown[]) => unknown;
  if (node.right!.checkedType!.kind !== 'list' && node.right!.checkedType!.kind !== 'dyn') return;
  node.handle = function (left: unknown, right: unknown, ...rest: unknown[]) {
    if (!Array.isArray(right)) return evaluate(left, right, ...rest);
    if (node.op === 'in') return right.some((item) => equal(item, left));
    return Array.isArray(left) ? concatenate(left as List, right as List) : evaluate(left, right, ...rest);
  };
}

/** Allows only known names after a dot to select fields; cel-js allows any text in brackets, and any name after `?`. */
function requireFieldName(node: Ast, checker: Checker): void {
  const outer = node.left!.checkedType!;
  const type = outer.kind === 'optional' ? outer.valueType! : outer;
  const fields = type.kind === 'message' ? checker.objectTypes.get(type.name)?.fields : undefined;
  if (fields === undefined) return;
  if (node.op !== '.?')
    throw checker.createError('invalid_index_type', 'a field of an object is read with a dot, not with brackets', node);
  if (!(node.args[1] in fields)) throw checker.createError('no_such_key', `No such key: ${node.args[1]}`, node);
}
