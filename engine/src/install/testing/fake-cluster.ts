/** A cluster for tests, behind the arguments with which kubectl is called: it keeps what is applied, and Crossplane is quick in it. */
import type { Answer, Item, Kubectl } from '../kubectl.ts';

interface Changes {
  /** Objects that are there from the beginning. */
  readonly objects?: readonly Item[];
  /** Lines of `kubectl api-resources` besides the usual ones. */
  readonly served?: readonly string[];
  /** Lines that are not served. */
  readonly without?: RegExp;
  /** What kubectl says in place of an answer, by the beginning of its arguments. */
  readonly failing?: Readonly<Record<string, string>>;
  /** What Crossplane says of every package. @default that it is healthy */
  readonly unhealthy?: string;
  /** What the cluster says of each object that is asked for. @default what was applied, and Crossplane's status */
  readonly answering?: (item: Item) => Item;
}

export interface FakeCluster {
  readonly kubectl: Kubectl;
  /** All objects, as they were applied last. */
  readonly objects: Item[];
  /** Lines of `kubectl api-resources`. */
  readonly served: string[];
  /** The objects of each call of apply. */
  readonly applied: (readonly Item[])[];
}

const usual = [
  'clusterroles rbac.authorization.k8s.io/v1 false ClusterRole',
  'namespaces ns v1 false Namespace',
  'secrets v1 true Secret',
  'poddisruptionbudgets pdb policy/v1 true PodDisruptionBudget',
  'validatingadmissionpolicies admissionregistration.k8s.io/v1 false ValidatingAdmissionPolicy',
  'validatingadmissionpolicybindings admissionregistration.k8s.io/v1 false ValidatingAdmissionPolicyBinding',
  'compositeresourcedefinitions xrd apiextensions.crossplane.io/v2 false CompositeResourceDefinition',
  'environmentconfigs envcfg apiextensions.crossplane.io/v1beta1 false EnvironmentConfig',
  'configurations pkg.crossplane.io/v1 false Configuration',
  'deploymentruntimeconfigs pkg.crossplane.io/v1beta1 false DeploymentRuntimeConfig',
  'functions pkg.crossplane.io/v1 false Function',
  'imageconfigs pkg.crossplane.io/v1beta1 false ImageConfig',
  'providers pkg.crossplane.io/v1 false Provider',
];

const fine = (stdout: string): Answer => ({ code: 0, stdout, stderr: '' });

/** A cluster with Crossplane, for the platform `toys` at 1.2.3. */
export function fakeCluster({
  objects: given = [],
  served = [],
  without = /^$/,
  ...changes
}: Changes = {}): FakeCluster {
  const objects: Item[] = [...given];
  const applied: (readonly Item[])[] = [];
  const lines: string[] = [...usual, ...served].filter((line) => !without.test(line));
  const kubectl: Kubectl = async (args, input = '') => {
    const failure = Object.entries(changes.failing ?? {}).find(([begin]) => args.join(' ').startsWith(begin));
    if (failure !== undefined) return { code: 1, stdout: '', stderr: failure[1] };
    const [verb, resources = ''] = args;
    if (verb === 'version') return fine('{}');
    if (verb === 'api-resources') {
      const names = lines.map((line) => line.split(' ')).map((words) => `${words[0]}.${words.at(-3)?.split('/')[0]}`);
      return fine((args.includes('name') ? names : lines).join('\n'));
    }
    if (verb === 'apply') {
      const given = JSON.parse(input) as Item & { readonly items?: readonly Item[] };
      const items = given.items ?? [given];
      applied.push(items);
      for (const item of items) take(objects, item, changes.unhealthy);
      return fine('');
    }
    if (verb === 'delete') return fine(remove(objects, args, input));
    const kinds = new Set(resources.split(',').map((name) => name.split('.')[0]));
    const { answering = (item) => item } = changes;
    const found = objects.filter((item) => [...kinds].some((kind) => isOf(item, kind))).map(answering);
    const [, , name = ''] = args;
    if (name.startsWith('-')) return fine(JSON.stringify({ items: found.filter(selectedBy(args)) }));
    const one = found.find(({ metadata }) => metadata.name === name);
    return one === undefined ? fine('') : fine(args.includes('name') ? `${one.kind}/${name}` : JSON.stringify(one));
  };
  return { kubectl, objects, served: lines, applied };
}

/** Whether an object has the labels of the option `-l`. */
function selectedBy(args: readonly string[]): (item: Item) => boolean {
  const selector = args.includes('-l') ? (args[args.indexOf('-l') + 1] ?? '').split(',') : [];
  const wanted = selector.map((term) => term.split('='));
  return ({ metadata: { labels = {} } }) => wanted.every(([key = '', value]) => labels[key] === value);
}

function put(objects: Item[], item: Item): void {
  const at = objects.findIndex(({ kind, metadata }) => kind === item.kind && metadata.name === item.metadata.name);
  if (at === -1) objects.push(item);
  else objects[at] = item;
}

/** What Crossplane makes of an object: a package with its Function, and the kind that it brings. */
function take(objects: Item[], item: Item, unhealthy: string | undefined): void {
  if (item.kind !== 'Configuration') return put(objects, item);
  put(objects, packageOf(item, unhealthy));
  const repository = 'registry.example.org/toys/toys-functions-1-2-3:v1.2.3';
  const program = { apiVersion: item.apiVersion, kind: 'Function', metadata: { name: 'toys-toys-functions-1-2-3' } };
  put(objects, packageOf({ ...program, spec: { package: repository } }, unhealthy));
  const conditions = [{ type: 'Established', status: 'True' }];
  put(objects, {
    apiVersion: 'apiextensions.crossplane.io/v2',
    kind: 'CompositeResourceDefinition',
    metadata: { name: 'widgets.toys.example.org' },
    spec: { group: 'toys.example.org', names: { kind: 'Widget', plural: 'widgets' } },
    status: { conditions },
  });
}

/** A package as Crossplane reports it. */
export function packageOf(item: Item, unhealthy?: string): Item {
  const healthy = unhealthy === undefined ? { status: 'True' } : { status: 'False', message: unhealthy };
  const conditions = [
    { type: 'Installed', status: 'True' },
    { type: 'Healthy', ...healthy },
  ];
  return { ...item, status: { currentIdentifier: (item.spec as { package: string }).package, conditions } };
}

function isOf({ kind }: Item, resource = ''): boolean {
  return resource === `${kind.toLowerCase()}s` || resource === `${kind.toLowerCase().replace(/y$/, '')}ies`;
}

function remove(objects: Item[], args: readonly string[], input: string): string {
  const isNamed = (item: Item): boolean => {
    const resource = args.find((word) => word.includes('.'))?.split('.')[0];
    if (input === '') return args.includes(item.metadata.name) && isOf(item, resource);
    const { items } = JSON.parse(input) as { items: readonly Item[] };
    return items.some(({ kind, metadata: { name, namespace } }) => {
      return kind === item.kind && name === item.metadata.name && namespace === item.metadata.namespace;
    });
  };
  const gone = objects.filter(isNamed);
  for (const item of gone) {
    objects.splice(objects.indexOf(item), 1);
    const definition = objects.findIndex(({ kind }) => kind === 'CompositeResourceDefinition');
    if (item.kind === 'Configuration' && definition !== -1) objects.splice(definition, 1);
  }
  return gone.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join('\n');
}
