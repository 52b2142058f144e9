/** Claims that have expired or not, each with its expected fate. */
import { api, deletion, effectiveDeletion, expiresAt, object, optional, type AnyApi } from 'planesmith/schema';
import { devNamespace } from '../../../apis/dev-namespace.ts';
import { example } from '../../cases/claims.ts';
import { platform } from '../../cases/platform.ts';
import type { ControlPlane } from './start.ts';

const over = '2024-01-15T00:00:00Z';
const ahead = '2124-01-15T00:00:00Z';

/** An API with both an expiry and data that may be retained, which no API of the platform has. */
export const tent = api({
  kind: 'Tent',
  description: 'A toy.',
  targets: ['local'],
  spec: object({ deletion: deletion() }),
  recorded: object({}),
  status: object({
    expiresAt: expiresAt(),
    effective: optional(object({ deletion: effectiveDeletion() }, { description: 'What was provided.' })),
  }),
  secret: {},
}) as AnyApi;
export const tents = `/apis/${platform.group}/v1alpha1/namespaces/default/tents`;
/** A namespace whose life is over, and the claims in it. */
export const expiredNamespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'over', annotations: { [`${platform.group}/expires-at`]: over } },
};
export const tentsInside = tents.replace('default', expiredNamespace.metadata.name);
export const workplaces = `/apis/${platform.group}/v1alpha1/devnamespaces`;

export interface Case {
  readonly path: string;
  readonly name: string;
  readonly spec?: object;
  /** The object that composed it, or that it calls so. It exists, so the garbage collector leaves the claim alone. */
  readonly owner?: 'claim' | 'namespace';
  readonly status?: object;
  readonly isDeleted: boolean;
  readonly reason: string;
}

/** A pass goes by name, and the expired claims come last: if they are gone, the pass has seen all others. */
export const cases: readonly Case[] = [
  { path: workplaces, name: 'a-new', isDeleted: false, reason: 'it has no expiry yet' },
  {
    path: workplaces,
    name: 'b-ahead',
    status: { expiresAt: ahead },
    isDeleted: false,
    reason: 'its expiry is in the future',
  },
  {
    path: workplaces,
    name: 'c-inhabited',
    status: { expiresAt: over, recorded: { quota: 'S', ttlDays: 1 }, claims: 1 },
    isDeleted: false,
    reason: 'a claim is still in it',
  },
  {
    path: workplaces,
    name: 'c-over',
    status: { expiresAt: over, recorded: { quota: 'S', ttlDays: 1 }, claims: 0 },
    isDeleted: true,
    reason: 'its expiry is in the past',
  },
  { path: tents, name: 'a-new', spec: {}, isDeleted: false, reason: 'it has no status' },
  {
    path: tents,
    name: 'b-retained',
    spec: { deletion: 'retain' },
    status: { expiresAt: over },
    isDeleted: false,
    reason: 'its data is retained',
  },
  {
    path: tents,
    name: 'c-retained',
    spec: {},
    status: { expiresAt: over, effective: { deletion: 'retain' } },
    isDeleted: false,
    reason: 'its data is retained by the default of its environment',
  },
  {
    path: tents,
    name: 'd-composed',
    spec: {},
    owner: 'claim',
    status: { expiresAt: over },
    isDeleted: false,
    reason: 'it is deleted with the object that composed it',
  },
  {
    path: tents,
    name: 'e-untold',
    spec: { deletion: 'delete' },
    status: { expiresAt: over, effective: { deletion: 'retain' } },
    isDeleted: false,
    reason: 'it allows the deletion of its data, but its composed resources do not have that setting yet',
  },
  {
    path: tents,
    name: 'f-over',
    spec: { deletion: 'delete' },
    status: { expiresAt: over, effective: { deletion: 'delete' } },
    isDeleted: true,
    reason: 'it allows the deletion of its data',
  },
  {
    path: tents,
    name: 'g-disguised',
    spec: { deletion: 'delete' },
    owner: 'namespace',
    status: { expiresAt: over, effective: { deletion: 'delete' } },
    isDeleted: true,
    reason: 'everybody may call a claim a part of what is none of the platform’s',
  },
  {
    path: tentsInside,
    name: 'a-retained',
    spec: {},
    status: { effective: { deletion: 'retain' } },
    isDeleted: false,
    reason: 'its data outlives its namespace’s life',
  },
  {
    path: tentsInside,
    name: 'b-composed',
    spec: {},
    owner: 'claim',
    isDeleted: false,
    reason: 'it is deleted with the object that composed it',
  },
  {
    path: tentsInside,
    name: 'c-inside',
    spec: {},
    isDeleted: true,
    reason: 'the life of its namespace is over',
  },
  {
    path: tentsInside,
    name: 'd-disguised',
    spec: {},
    owner: 'namespace',
    isDeleted: true,
    reason: 'its owner did not compose it',
  },
];

/** The CRD of the kind, with a schema that accepts any field. */
export const tentKind = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `tents.${platform.group}` },
  spec: {
    group: platform.group,
    scope: 'Namespaced',
    names: { kind: 'Tent', plural: 'tents', singular: 'tent', listKind: 'TentList' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

const owners = { claim: `${workplaces}/a-new`, namespace: '/api/v1/namespaces/default' };

/** Creates a claim and writes the status that Crossplane would write. */
export async function make({ client }: ControlPlane, { path, name, spec, owner, status }: Case): Promise<void> {
  const kind = path === workplaces ? devNamespace.kind : 'Tent';
  const found = owner && (await client.get(owners[owner]));
  const ownerReferences = found && [
    {
      apiVersion: found.apiVersion,
      kind: found.kind,
      name: found.metadata.name,
      uid: found.metadata.uid,
      controller: true,
    },
  ];
  await client.create(path, {
    apiVersion: `${platform.group}/v1alpha1`,
    kind,
    metadata: { name, ownerReferences },
    spec: spec ?? example('dev-namespace.yaml')['spec'],
  });
  if (status !== undefined) await client.patch(`${path}/${name}/status`, { status });
}
