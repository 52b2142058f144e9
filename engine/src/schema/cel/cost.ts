/**
 * Estimates the highest cost of a rule, as the API server does before it accepts a CRD:
 * https://github.com/google/cel-go/blob/v0.26.0/checker/cost.go.
 *
 * If the API server refuses the CRD, only an event of the XRD reports it.
 */
import type { Node, StringNode } from '../node.ts';
import { callCost } from './cost-of-functions.ts';
import type { Ast } from './dialect.ts';
import { escapeName } from './escaped-name.ts';
import { isList, isMap, isScalar, isText, typeNameOf } from './checked-type.ts';
import type { Estimate } from './estimate.ts';
import { maxElements, tenth } from './max-elements.ts';

type Scope = ReadonlyMap<string, Pick<Estimate, 'node' | 'size'>>;

/** The highest cost of a checked expression on values of the schema. */
export function estimatedCost(ast: Ast, schema: Node): number {
  return new Coster(schema).estimate(ast, new Map()).cost;
}

const binary: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  'in',
  '[]',
  '[?]',
  '.?',
]);

/** Types whose comparison costs the same for every value. */
const ofFixedCost: ReadonlySet<string> = new Set(['net.IP', 'net.CIDR', 'kubernetes.Quantity']);

/**
 * An expression may read no part of the schema, such as an element of a list that the rule builds.
 * As in the API server, it then has the size of the schema's root, which is 0 for an object.
 */
class Coster {
  readonly #root: Node;

  constructor(root: Node) {
    this.#root = root;
  }

  estimate(ast: Ast, scope: Scope): Estimate {
    const { cost, size, node, entry } = this.#byKind(ast, scope);
    const known = node === undefined ? (isScalar(ast) ? Math.min(size, 1) : size) : sizeOf(node);
    return { cost, size: known, ...(node !== undefined && { node }), ...(entry !== undefined && { entry }) };
  }

  #byKind(ast: Ast, scope: Scope): Estimate {
    const { op, args } = ast;
    if (op === 'value') return { cost: 0, size: typeof args === 'string' ? [...args].length : (args?.length ?? 1) };
    if (op === 'id') return this.#identifier(args, scope);
    if (op === '.') return this.#select(args, scope);
    if (op === 'list') return this.#list(args, scope);
    if (op === 'map') return this.#map(args, scope);
    if (op === '!_' || op === '-_') return { cost: 1 + this.estimate(args, scope).cost, size: 1 };
    if (op === '&&' || op === '||') return { cost: this.#sum(args, scope), size: 1 };
    if (op === '?:') return this.#choice(args, scope);
    if (binary.has(op)) return this.#binary(ast, scope);
    return this.#call(ast, scope);
  }

  #sum(asts: readonly Ast[], scope: Scope): number {
    return asts.reduce((total, ast) => total + this.estimate(ast, scope).cost, 0);
  }

  #identifier(name: string, scope: Scope): Estimate {
    const local = scope.get(name);
    return local === undefined ? { cost: 1, size: Infinity, node: this.#root } : { cost: 1, ...local };
  }

  #select([operand, name]: readonly [Ast, string], scope: Scope): Estimate {
    const { cost, node } = this.estimate(operand, scope);
    const field = node === undefined ? this.#root : node === null ? undefined : fieldOf(node, name);
    const selectCost = operand.checkedType?.kind === 'dyn' ? 0 : 1;
    return { cost: cost + selectCost, size: Infinity, ...(field !== undefined && { node: field }) };
  }

  #list(items: readonly Ast[], scope: Scope): Estimate {
    const estimates = items.map((item) => this.estimate(item, scope));
    return {
      cost: 10 + costs(estimates),
      size: items.length,
      entry: Math.max(0, ...estimates.map(({ size }) => size)),
    };
  }

  #map(entries: readonly (readonly [Ast, Ast])[], scope: Scope): Estimate {
    const values = entries.map(([, value]) => this.estimate(value, scope));
    const keys = this.#sum(
      entries.map(([name]) => name),
      scope,
    );
    return {
      cost: 30 + keys + costs(values),
      size: entries.length,
      entry: Math.max(0, ...values.map(({ size }) => size)),
    };
  }

  #choice(args: readonly Ast[], scope: Scope): Estimate {
    const [condition, yes, no] = args.map((ast) => this.estimate(ast, scope)) as [Estimate, Estimate, Estimate];
    return {
      cost: condition.cost + Math.max(yes.cost, no.cost),
      size: Math.max(yes.size, no.size),
      ...entries(yes, no),
    };
  }

  #binary({ op, args }: Ast, scope: Scope): Estimate {
    const left = this.estimate(args[0], scope);
    if (op === '.?') return { cost: 1 + left.cost, size: Infinity };
    const right = this.estimate(args[1], scope);
    const cost = left.cost + right.cost;
    if (op === '[]')
      return { cost: cost + 1, size: left.entry ?? Infinity, ...(left.entry === undefined && this.#element(left)) };
    if (op === 'in') return { cost: cost + (isList(args[1]) ? right.size : 1), size: 1 };
    if (op === '+') return this.#sumOf(args[0], left, right);
    if (op === '==' && left.node === undefined && ofFixedCost.has(typeNameOf(args[0])))
      return { cost: cost + 1, size: 1 };
    const comparesText = op === '==' || op === '!=' || (/[<>]/.test(op) && isText(args[0]));
    return {
      cost: cost + (comparesText ? tenth(Math.min(left.size, right.size)) : 1),
      size: op === '[?]' ? Infinity : 1,
    };
  }

  /** The schema of the items of a list or the values of a map. */
  #element({ node }: Estimate): Pick<Estimate, 'node'> {
    if (node === undefined) return { node: this.#root };
    if (node?.kind === 'array') return { node: node.items };
    return node?.kind === 'map' ? { node: node.values } : {};
  }

  #sumOf(first: Ast, left: Estimate, right: Estimate): Estimate {
    const size = left.size + right.size;
    const cost = left.cost + right.cost;
    if (isText(first)) return { cost: cost + tenth(size), size };
    return { cost: cost + 1, size: isList(first) ? size : 1, ...entries(left, right) };
  }

  #call(ast: Ast, scope: Scope): Estimate {
    const isMethod = ast.op === 'rcall';
    const name = String(ast.args[0]).replace(/^kubernetes_/, '');
    const receiver = isMethod ? (ast.args[1] as Ast) : undefined;
    const parameters = ast.args[isMethod ? 2 : 1] as Ast[];
    if (name === 'has' && !isMethod) return { cost: this.estimate(parameters[0]!.args[0], scope).cost, size: 1 };
    if (ast.meta['alternate'] !== undefined) return this.#comprehension(name, receiver!, parameters, scope);
    if (name === 'dyn') {
      const inner = this.estimate(parameters[0]!, scope);
      return { ...inner, cost: inner.cost + 1 };
    }
    const isWord = receiver?.op === 'id' && receiver.meta['alternate'] !== undefined;
    const target = receiver === undefined || isWord ? undefined : this.estimate(receiver, scope);
    const estimates = parameters.map((parameter) => this.estimate(parameter, scope));
    const call = callCost({ name, word: isWord ? receiver.args : undefined, target, receiver, estimates, parameters });
    return { cost: (target?.cost ?? 0) + costs(estimates) + call.cost, size: call.size ?? Infinity };
  }

  /** The constants are the cost of a macro's expansion around its arguments: https://github.com/google/cel-go/blob/v0.26.0/parser/macro.go */
  #comprehension(name: string, receiver: Ast, parameters: readonly Ast[], scope: Scope): Estimate {
    const range = this.estimate(receiver, scope);
    const variable = String(parameters[0]!.args);
    const item = { size: range.entry ?? Infinity, ...this.#element(range) };
    const inner = new Map(scope).set(variable, isMap(receiver) ? { size: Infinity, node: null } : item);
    const [first, second] = parameters.slice(1).map((parameter) => this.estimate(parameter, inner));
    const total = (step: number, around: number) => range.cost + around + range.size * step;
    switch (name) {
      case 'all':
        return { cost: total(1 + first!.cost + 2, 1), size: 1 };
      case 'exists':
        return { cost: total(1 + first!.cost + 3, 1), size: 1 };
      case 'exists_one':
        return { cost: total(first!.cost + 2, 2), size: 1 };
      case 'filter':
        return {
          cost: total(first!.cost + 13, 11),
          size: range.size,
          entry: this.estimate(parameters[0]!, inner).size,
        };
      default: {
        const result = second ?? first!;
        const condition = second === undefined ? 0 : first!.cost;
        return { cost: total(condition + result.cost + 12, 11), size: range.size, entry: result.size };
      }
    }
  }
}

function fieldOf(node: Node, name: string): Node | undefined {
  if (node.kind === 'metadata') return unboundedText;
  if (node.kind !== 'object') return undefined;
  return Object.entries(node.fields).find(([field]) => escapeName(field) === name)?.[1];
}

/** The API server assumes no limit for the length of a name. */
const unboundedText = { kind: 'string' } as StringNode;

function costs(estimates: readonly Estimate[]): number {
  return estimates.reduce((total, { cost }) => total + cost, 0);
}

function entries(a: Estimate, b: Estimate): Pick<Estimate, 'entry'> {
  return a.entry === undefined || b.entry === undefined ? {} : { entry: Math.max(a.entry, b.entry) };
}

function sizeOf(node: Node | null): number {
  return node === null ? 0 : maxElements(node);
}
