/** Runs kubectl, which knows how to reach and log in to every cluster that its user can reach. */
import { UserError } from '../errors.ts';
import { type Answer, type Reach, runProgram } from './program.ts';

export type { Answer, Reach };

/** Runs kubectl with these arguments, and with `input` as its standard input. Rejects with a `UserError` if there is no kubectl. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<Answer>;

/** An object of the cluster. Only those who read a field know its type. */
export interface Item {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly generation?: number;
    readonly uid?: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly uid: string; readonly controller?: boolean }[];
  };
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** Whether a document is an object of a cluster: it says its kind and its name. */
export function isItem(value: unknown): value is Item {
  if (typeof value !== 'object' || value === null || !('metadata' in value)) return false;
  const { metadata } = value;
  return (
    'apiVersion' in value &&
    typeof value.apiVersion === 'string' &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    typeof metadata === 'object' &&
    metadata !== null &&
    'name' in metadata &&
    typeof metadata.name === 'string' &&
    isMap('labels' in metadata ? metadata.labels : {}) &&
    areMaps('ownerReferences' in metadata ? metadata.ownerReferences : [])
  );
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areMaps(value: unknown): boolean {
  return Array.isArray(value) && value.every(isMap);
}

/** kubectl for one cluster, as the PATH has it. A request that takes longer than `seconds` fails. */
export function kubectlOf({ context, kubeconfig }: Reach, seconds = 60): Kubectl {
  const reach = [
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
  ];
  return (args, input) =>
    runProgram('kubectl', [...reach, `--request-timeout=${seconds}s`, ...args], input).catch((cause: Error) => {
      throw new UserError(`kubectl cannot be run: ${cause.message}`, {
        hint: 'install kubectl, or put it on the PATH: planesmith reaches clusters through it',
        cause,
      });
    });
}

/** What kubectl prints. Throws a `UserError` that begins with `what` if it fails. */
export async function asked(kubectl: Kubectl, what: string, args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, input);
  if (code === 0) return stdout;
  throw new UserError(`${what}: ${reasonIn(stderr)}`, {
    hint: `\`kubectl ${shownIn(args)}\` says more; --context and --kubeconfig choose the cluster`,
  });
}

/** The first two arguments, if both say by themselves what to do; half an option would be another mistake. */
function shownIn(args: readonly string[]): string {
  return args.slice(0, args[1]?.startsWith('-') ? 1 : 2).join(' ');
}

/** Objects of some kinds, in all namespaces; none of kinds that the cluster does not have. */
export async function itemsOf(kubectl: Kubectl, ...resources: readonly string[]): Promise<readonly Item[]> {
  const args = ['get', resources.join(','), '--all-namespaces', '--ignore-not-found', '-o', 'json'];
  const what = `the cluster does not list ${resources.join(', ')}`;
  return itemsIn(await asked(kubectl, what, args), what);
}

/** The objects in a list that kubectl prints; none if it prints nothing, as for an empty one. Throws a `UserError` that begins with `what` for anything else. */
export function itemsIn(text: string, what: string): readonly Item[] {
  if (text.trim() === '') return [];
  const { items } = Object(jsonIn(text, what)) as { readonly items?: unknown };
  if (Array.isArray(items) && items.every(isItem)) return items;
  throw new UserError(`${what}: kubectl prints no list of objects`, { hint: wrapped });
}

/** The object that kubectl prints. Throws a `UserError` that begins with `what` for anything else. */
export function itemIn(text: string, what: string): Item {
  const value = jsonIn(text, what);
  if (isItem(value)) return value;
  throw new UserError(`${what}: kubectl prints no object`, { hint: wrapped });
}

function jsonIn(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${what}: kubectl prints no JSON, but ${JSON.stringify(text.slice(0, 60))}`, {
      hint: wrapped,
      cause,
    });
  }
}

const wrapped = 'put kubectl itself on the PATH: what is there may be another program around it';

/** The last thing that kubectl said: what it tried before stands above. */
export function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !/^[EIW]\d{4} /.test(line));
  return (lines.at(-1) ?? 'kubectl ended without a word').replace(/^(error|Error from server)( \(\w+\))?: /, '');
}
