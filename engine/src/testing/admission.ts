/** Evaluates a ValidatingAdmissionPolicy without an API server. */
import { newEnvironment } from '../schema/cel/environment.ts';
import { compileExpression } from '../schema/cel/program.ts';

/** The part of a policy that decides. */
export interface AdmissionPolicy {
  readonly spec: {
    readonly variables?: readonly { readonly name: string; readonly expression: string }[];
    readonly validations: readonly {
      readonly expression: string;
      readonly message?: string;
      readonly messageExpression?: string;
    }[];
  };
}

/** A request that the policy matches. */
export interface AdmissionRequest {
  /** The object as it is to be; null in a deletion. */
  readonly object: object | null;
  /** The object before an update. @default a creation */
  readonly oldObject?: object;
  /** The object that the policy's binding names. */
  readonly params?: object;
  /** The request itself, as far as the policy reads it: who asks, and for which resource. */
  readonly request?: object;
}

const engine = ['object', 'oldObject', 'params', 'request', 'variables'].reduce(
  (environment, name) => environment.registerVariable(name, 'dyn'),
  newEnvironment(),
);

/** The message with which the policy refuses the request; empty if it accepts it. */
export function refusalBy({ spec }: AdmissionPolicy, { object, oldObject, params, request }: AdmissionRequest): string {
  const variables: Record<string, unknown> = {};
  const known = {
    object: asCel(object),
    oldObject: asCel(oldObject ?? null),
    params: asCel(params ?? null),
    request: asCel(request ?? null),
    variables,
  };
  const evaluate = (expression: string): unknown => compileExpression(engine, expression)(known);
  for (const { name, expression } of spec.variables ?? []) variables[name] = evaluate(expression);
  const failed = spec.validations.find(({ expression }) => evaluate(expression) !== true);
  if (failed === undefined) return '';
  return failed.messageExpression === undefined
    ? (failed.message ?? failed.expression)
    : String(evaluate(failed.messageExpression));
}

/** Whole numbers as the API server has them. */
function asCel(value: unknown): unknown {
  if (Number.isInteger(value)) return BigInt(value as number);
  if (Array.isArray(value)) return value.map(asCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asCel(inner)]));
}
