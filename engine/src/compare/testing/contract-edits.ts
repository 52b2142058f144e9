/** Every edit of a contract, derived from the types of contracts, APIs and nodes. */
import type { AnyApi, Node, ResolvedColumn } from '../../schema/index.ts';
import type { ApiContract, Contract, PackageContract, Reading, TargetContract } from '../contract.ts';
import { areas, type Area } from '../contract/edits.ts';
import { type Alternatives, both, type Edit, editsOf, within } from './alternatives.ts';
import { nodeEdits, otherDeprecations, over, ruleListEdits, running, samples } from './node-edits.ts';

const columns: readonly ResolvedColumn[] = [
  { name: 'Size', jsonPath: '.spec.size', type: 'string', description: 'How big.', priority: 0 },
  { name: 'Since', jsonPath: '.status.since', type: 'date', description: 'When.', priority: 0 },
];
const [size, since] = columns;

const root: Node = { ...samples.object, description: undefined, presence: 'required', fields: {} };

const sampleApi: AnyApi = {
  kind: 'Widget',
  plural: 'widgets',
  singular: 'widget',
  shortNames: ['wd'],
  categories: ['toys'],
  version: 'v1alpha1',
  alsoServed: ['v1alpha2'],
  deprecatedVersions: { v1alpha2: running },
  scope: 'Namespaced',
  description: 'A widget.',
  targets: ['local', 'cloud'],
  spec: root,
  recorded: root,
  status: root,
  secret: { host: 'The host.' },
  tasks: { 'Turn it': 'Turn.' },
  limits: { size: [{ among: 'limits.sizes' }] },
  columns,
  rules: [],
};

const apiAlternatives: Alternatives<
  Omit<AnyApi, 'kind' | 'columns' | 'rules' | 'spec' | 'status' | 'recorded' | 'convert'>
> = {
  plural: { other: 'widgetses' },
  singular: { other: 'wid' },
  shortNames: { none: [], more: ['wd', 'wg'], other: ['wg'] },
  categories: { none: [], more: ['toys', 'all'], other: ['all'] },
  version: { other: 'v1beta1' },
  alsoServed: { none: [], more: ['v1alpha2', 'v1beta1'], other: ['v1beta1'] },
  deprecatedVersions: {
    none: {},
    ...Object.fromEntries(Object.entries(otherDeprecations).map(([name, v1alpha2]) => [name, { v1alpha2 }])),
  },
  scope: { other: 'Cluster' },
  description: { other: 'Another one.' },
  targets: { less: ['local'], more: ['local', 'cloud', 'moon'], reordered: ['cloud', 'local'] },
  secret: { none: {}, more: { host: 'The host.', port: 'The port.' }, other: { host: 'The name of the host.' } },
  tasks: { none: {}, other: { 'Turn it': 'Turn it twice.' } },
  limits: {
    none: {},
    more: { size: [{ among: 'limits.sizes' }, { most: 'limits.load', amounts: { small: 1 } }] },
    'of other amounts': { size: [{ most: 'limits.load', amounts: { small: 2 } }] },
    'of some claims': { size: [{ among: 'limits.sizes', when: { shape: 'round' } }] },
    'in other words': { size: [{ among: 'limits.sizes', why: 'no {asked}' }] },
    'that needs a section': { size: [{ needs: 'shop', value: 'large', why: 'no shop' }] },
  },
};

const columnAlternatives: Alternatives<ResolvedColumn> = {
  name: { other: 'Volume' },
  jsonPath: { other: '.spec.volume' },
  type: { other: 'integer' },
  description: { other: 'Another one.' },
  priority: { other: 1 },
};

const reading: Reading = { needed: ['cloud'], optional: ['alarms'], ignores: { 'spec.size': 'all are one' } };
const readingAlternatives: Alternatives<Reading> = {
  needed: { none: [], more: ['cloud', 'moon'], 'what was optional': ['alarms', 'cloud'] },
  optional: { none: [], more: ['alarms', 'moon'] },
  ignores: {
    none: {},
    more: { 'spec.size': 'all are one', 'spec.teeth': 'it has none' },
    'for another reason': { 'spec.size': 'why' },
  },
};

const gear = { plural: 'gears', namespaced: true, clusterRoles: ['readers'] };
const gearAlternatives: Alternatives<TargetContract['composes'][string]> = {
  plural: { other: 'geares' },
  namespaced: { no: false },
  clusterRoles: { none: [], more: ['readers', 'writers'] },
};
const composes = { 'toys.example.org/v1 Gear': gear };
const targetAlternatives: Alternatives<TargetContract> = {
  composes: {
    none: {},
    'one of the group more': { ...composes, 'toys.example.org/v1 Shelf': { ...gear, plural: 'shelves' } },
    'one of another group more': { ...composes, 'shop.example.org/v1 Label': { ...gear, plural: 'labels' } },
    'another version': { 'toys.example.org/v2 Gear': gear },
  },
};

const pack: PackageContract = { kinds: ['Widget'], targets: ['local', 'cloud'], flavour: 'namespaced' };
const packageAlternatives: Alternatives<PackageContract> = {
  kinds: { none: [], more: ['Widget', 'Gadget'] },
  targets: { less: ['local'], more: ['local', 'cloud', 'moon'], reordered: ['cloud', 'local'] },
  flavour: { other: 'claims' },
};

const apiContract: ApiContract = { definition: sampleApi, reads: { cloud: reading, local: reading } };

/** A contract with something of everything. */
export const sampleContract: Contract = {
  format: 1,
  platform: 'toys',
  version: '1.2.3',
  group: 'toys.example.org',
  registry: 'registry.example.org/toys',
  crossplane: '>=v2.4.0',
  channel: 'stable',
  apis: { Widget: apiContract },
  environment: root,
  targets: { cloud: { composes }, local: { composes: {} } },
  packages: { cloud: pack },
  conditions: { Provisioned: { Available: 'True' } },
  events: { Refused: 'Warning' },
};

const contractAlternatives: Alternatives<Omit<Contract, 'format' | 'environment'>> = {
  platform: { other: 'games' },
  version: { other: '1.2.4' },
  group: { other: 'games.example.org' },
  registry: { other: 'registry.example.org/games' },
  crossplane: { higher: '>=v2.5.0', bounded: '>=v2.4.0 <v3.0.0', undecidable: '^v2' },
  channel: { absent: undefined, other: 'usual' },
  apis: {
    none: {},
    more: { Widget: apiContract, Gadget: { ...apiContract, definition: { ...sampleApi, kind: 'Gadget' } } },
  },
  targets: { none: {}, more: { ...sampleContract.targets, moon: { composes } } },
  packages: { none: {}, more: { cloud: pack, moon: pack } },
  conditions: {
    none: {},
    more: { Provisioned: { Available: 'True' }, Ready: {} },
    'a reason more': { Provisioned: { Available: 'True', Broken: 'False' } },
    'a reason of another status': { Provisioned: { Available: 'Unknown' } },
  },
  events: { none: {}, more: { Refused: 'Warning', Moved: 'Normal' }, 'of another type': { Refused: 'Normal' } },
};

/** Every edit of one property of the sample, apart from those of its schemas. */
export function platformEdits(): Edit<Contract>[] {
  const ofApi = (definition: AnyApi) => ofApiContract({ ...apiContract, definition });
  return [
    ...within('contract', editsOf(sampleContract, contractAlternatives), (contract) => contract),
    ...within('api', editsOf(sampleApi, apiAlternatives), ofApi),
    ...within('api deprecatedVersions', deprecatedVersionEdits(), ofApi),
    ...within('api rules', ruleListEdits, (rules) => ofApi({ ...sampleApi, rules })),
    ...within('api columns', columnListEdits(), (list) => ofApi({ ...sampleApi, columns: list })),
    ...within('api reads', editsOf(reading, readingAlternatives), (cloud) =>
      ofApiContract({ ...apiContract, reads: { cloud } }),
    ),
    ...within('target', editsOf({ composes }, targetAlternatives), (cloud) => ({
      ...sampleContract,
      targets: { cloud },
    })),
    ...within('composed kind', editsOf(gear, gearAlternatives), (edited) => ({
      ...sampleContract,
      targets: { cloud: { composes: { 'toys.example.org/v1 Gear': edited } } },
    })),
    ...within('package', editsOf(pack, packageAlternatives), (cloud) => ({ ...sampleContract, packages: { cloud } })),
  ];
}

function deprecatedVersionEdits(): Edit<AnyApi>[] {
  const late: AnyApi = { ...sampleApi, deprecatedVersions: { v1alpha2: over } };
  const without = { ...sampleApi, deprecatedVersions: {} };
  return [...both('too late', without, late), ...both('gone after its sunset', late, { ...without, alsoServed: [] })];
}

function columnListEdits(): Edit<readonly ResolvedColumn[]>[] {
  if (size === undefined || since === undefined) return [];
  return [
    ...both('less', columns, [size]),
    ...both('reordered', columns, [since, size]),
    ...within('one', editsOf(size, columnAlternatives), (edited) => [edited, since]),
  ];
}

function ofApiContract(edited: ApiContract): Contract {
  return { ...sampleContract, apis: { Widget: edited } };
}

const asField = (node: Node): Node => ({ ...root, fields: { it: node } });

/** How a node can stand in a schema. */
const positions = {
  field: asField,
  'field of an object': (node) => asField(asField(node)),
  'item of a list': (node) => asField({ ...samples.array, items: node }),
  'value of a map': (node) => asField({ ...samples.map, values: node }),
} as const satisfies Readonly<Record<string, (node: Node) => Node>>;

/** The sample with this schema in an area. */
const schemaIn: { readonly [A in Area]: (schema: Node) => Contract } = {
  spec: (spec) => ofApiContract({ ...apiContract, definition: { ...sampleApi, spec } }),
  status: (status) => ofApiContract({ ...apiContract, definition: { ...sampleApi, status } }),
  recorded: (recorded) => ofApiContract({ ...apiContract, definition: { ...sampleApi, recorded } }),
  environment: (environment) => ({ ...sampleContract, environment }),
};

/** Every edit of a node of every kind, in every position of every area. */
export function schemaEdits(): Edit<Contract>[] {
  return areas.flatMap((area) =>
    Object.entries(positions).flatMap(([position, put]) =>
      Object.values(samples).flatMap(({ kind }) =>
        within(`${area}, ${position}: ${kind}`, nodeEdits(kind), (node) => schemaIn[area](put(node))),
      ),
    ),
  );
}
