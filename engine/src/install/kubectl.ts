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
    typeof metadata.name === 'string'
  );
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
  const text = await asked(kubectl, `the cluster does not list ${resources.join(', ')}`, args);
  return text.trim() === '' ? [] : ((JSON.parse(text) as { readonly items?: readonly Item[] }).items ?? []);
}

/** The last thing that kubectl said: what it tried before stands above. */
export function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !/^[EIW]\d{4} /.test(line));
  return (lines.at(-1) ?? 'kubectl ended without a word').replace(/^(error|Error from server)( \(\w+\))?: /, '');
}
