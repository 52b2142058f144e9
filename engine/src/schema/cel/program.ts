/** Compiles a rule for one node: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/cel/validation.go */
import { type Environment, EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { Node } from '../node.ts';
import type { Rule } from '../rule.ts';
import { estimatedCost } from './cost.ts';
import { adapt, type Ast, nodesOf } from './dialect.ts';

/** The verdict of a rule: undefined for a valid value, else the message; `failure` if the evaluation failed. */
export type Verdict = undefined | { readonly message: string; readonly failure?: true };

export interface Program {
  readonly rule: Rule;
  readonly usesOldSelf: boolean;
  /** The API server's estimate of the highest cost for one value. */
  readonly cost: number;
  readonly messageCost: number;
  readonly judge: (variables: Variables) => Verdict;
}

interface Variables {
  readonly self: unknown;
  readonly oldSelf?: unknown;
}

/** The longest message that the API server accepts from a messageExpression. */
const maxMessageBytes = 5 * 1024;

/** The compiled rule; throws an `Error` that says why Kubernetes would refuse it. */
export function compileRule(environment: Environment, rule: Rule, node: Node): Program {
  const condition = expression(environment, rule.rule, 'bool', node);
  const message =
    rule.messageExpression === undefined ? undefined : expression(environment, rule.messageExpression, 'string', node);
  return {
    rule,
    usesOldSelf: condition.usesOldSelf,
    cost: condition.cost,
    messageCost: message?.cost ?? 0,
    judge: (variables) => {
      try {
        if (condition.evaluate(variables) === true) return undefined;
      } catch (error) {
        return { message: failureOf(reasonOf(error), rule.message.trim()), failure: true };
      }
      return { message: messageOf(message?.evaluate, variables) ?? rule.message.trim() };
    },
  };
}

function failureOf(reason: string, rule: string): string {
  if (!reason.startsWith('no such overload')) return `${reason} evaluating rule: ${rule}`;
  return `'no such overload': call arguments did not match a supported operator, function or macro signature for rule: ${rule}`;
}

/** The message, or undefined if its expression fails: the caller then uses the fixed message. */
function messageOf(evaluate: Evaluate | undefined, variables: Variables): string | undefined {
  if (evaluate === undefined) return undefined;
  try {
    const text = String(evaluate(variables)).trim();
    return text === '' || text.includes('\n') || Buffer.byteLength(text) > maxMessageBytes ? undefined : text;
  } catch {
    return undefined;
  }
}

type Evaluate = (variables: Variables) => unknown;

interface Expression {
  readonly evaluate: Evaluate;
  readonly usesOldSelf: boolean;
  readonly cost: number;
}

/** An expression of any type as Kubernetes evaluates it, for the variables of the environment. Throws an `Error` if it does not compile. */
export function compileExpression(environment: Environment, source: string): (variables: object) => unknown {
  const { parsed } = checkedExpression(environment, source);
  return (variables) => parsed(variables as Record<string, unknown>);
}

function checkedExpression(environment: Environment, source: string) {
  const parsed = environment.parse(source);
  const ast = parsed.ast as unknown as Ast;
  adapt(ast);
  const checked = parsed.check();
  if (!checked.valid) throw checked.error;
  return { parsed, ast, checked };
}

function expression(environment: Environment, source: string, type: 'bool' | 'string', schema: Node): Expression {
  const { parsed, ast, checked } = checkedExpression(environment, source);
  if (checked.type !== type) throw new Error(`must be of type ${type}, not ${checked.type}`);
  return {
    evaluate: (variables) => parsed(variables as unknown as Record<string, unknown>),
    usesOldSelf: [...nodesOf(ast)].some((node) => node.op === 'id' && node.args === 'oldSelf'),
    cost: estimatedCost(ast, schema),
  };
}

const goMessages: { readonly [code: string]: (summary: string) => string } = {
  no_such_key: (summary) => summary.replace(/^No such key: (?=index)/, '').replace(/^No such key/, 'no such key'),
  index_out_of_bounds: (summary) => `index out of bounds: ${/index (-?\d+)/.exec(summary)?.[1]}`,
  division_by_zero: () => 'division by zero',
  modulo_by_zero: () => 'modulus by zero',
  numeric_overflow: () => 'integer overflow',
  uint_conversion_error: () => 'unsigned integer overflow',
  no_matching_overload: () => 'no such overload',
};

/** Why an expression could not be compiled or evaluated, with the API server's message if it has one. */
export function reasonOf(error: unknown): string {
  if (error instanceof EvaluationError) return goMessages[error.code]?.(error.summary) ?? error.summary;
  if (error instanceof ParseError || error instanceof CelTypeError) return error.summary;
  return error instanceof Error ? error.message : String(error);
}
