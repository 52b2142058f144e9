/** Claims whose life is over or not, and what must become of each. */
import { api, deletion, effectiveDeletion, expiresAt, object, optional, type AnyApi } from 'planesmith/schema';
import { devNamespace } from '../../../apis/dev-namespace.ts';
import { example } from '../../cases/claims.ts';
import { platform } from '../../cases/platform.ts';
import type { ControlPlane } from './start.ts';

const over = '2024-01-15T00:00:00Z';
const ahead = '2124-01-15T00:00:00Z';

/** An API that has what no API of the platform has together: an end, and data that may be retained. */
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
  secret: [],
}) as AnyApi;
export const tents = `/apis/${platform.group}/v1alpha1/namespaces/default/tents`;
export const workplaces = `/apis/${platform.group}/v1alpha1/devnamespaces`;

export interface Case {
  readonly path: string;
  readonly name: string;
  readonly spec?: object;
  /** Whether another object composed it, of which the garbage collector finds that it exists. */
  readonly isComposed?: boolean;
  readonly status?: object;
  readonly isDeleted: boolean;
  readonly reason: string;
}

/** The expired ones have the last names, and a pass goes by name: when they are gone, all others have been looked at. */
export const cases: readonly Case[] = [
  { path: workplaces, name: 'a-new', isDeleted: false, reason: 'nothing is known of it yet' },
  { path: workplaces, name: 'b-ahead', status: { expiresAt: ahead }, isDeleted: false, reason: 'its end is ahead' },
  { path: workplaces, name: 'c-over', status: { expiresAt: over }, isDeleted: true, reason: 'its end is over' },
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
    reason: 'its data is retained without a word of its own',
  },
  {
    path: tents,
    name: 'd-composed',
    spec: {},
    isComposed: true,
    status: { expiresAt: over },
    isDeleted: false,
    reason: 'it ends with what composed it',
  },
  {
    path: tents,
    name: 'e-untold',
    spec: { deletion: 'delete' },
    status: { expiresAt: over, effective: { deletion: 'retain' } },
    isDeleted: false,
    reason: 'it says that its data may go, but what it composed was not told yet',
  },
  {
    path: tents,
    name: 'f-over',
    spec: { deletion: 'delete' },
    status: { expiresAt: over, effective: { deletion: 'delete' } },
    isDeleted: true,
    reason: 'it says that its data may go',
  },
];

/** The kind as a cluster knows it; what it may hold is no matter here. */
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

/** Makes a claim and says in its status what Crossplane would. */
export async function make({ client }: ControlPlane, { path, name, spec, isComposed, status }: Case): Promise<void> {
  const kind = path === tents ? 'Tent' : devNamespace.kind;
  const owner = isComposed ? await client.get('/api/v1/namespaces/default') : undefined;
  const ownerReferences = owner && [
    { apiVersion: 'v1', kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: true },
  ];
  await client.create(path, {
    apiVersion: `${platform.group}/v1alpha1`,
    kind,
    metadata: { name, ownerReferences },
    spec: spec ?? example('dev-namespace.yaml')['spec'],
  });
  if (status !== undefined) await client.patch(`${path}/${name}/status`, { status });
}
