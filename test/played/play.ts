/** Plays operators and providers: returns what they would write to an object that Crossplane composed. */
import type { KubernetesObject, Stage, Written } from 'planesmith/testing';
import { barmanCloud } from './barman-cloud.ts';
import { cloudNativePg } from './cloudnative-pg.ts';
import { refused } from './condition.ts';
import { crossplane } from './crossplane.ts';
import { dragonfly } from './dragonfly.ts';
import { externalSecrets } from './external-secrets.ts';
import { fakeAuthority, fakePassword } from './fake.ts';
import { ownApis } from './own-apis.ts';
import { kafka } from './kafka.ts';
import { refusalOf } from './kinds.ts';
import { kubernetes } from './kubernetes.ts';
import { lateInitialised } from './late-initialisation.ts';
import { objectBucket } from './object-bucket.ts';
import { providerAws } from './provider-aws.ts';
import { providerAzure } from './provider-azure.ts';
import { providerGcp } from './provider-gcp.ts';
import { providerHelm } from './provider-helm.ts';
import { providerSql } from './provider-sql.ts';
import { silent } from './silent.ts';

/** The servers behind the played objects. A test with a real server gives its address and passwords. */
export interface World {
  /** Returns the address of the server behind the object of this name. */
  readonly address: (name: string) => { readonly host: string; readonly port: number };
  readonly password: (name: string) => string;
  /** In PEM. */
  readonly authority: string;
}

/** Returns what the owner of one kind writes to an object. */
export type Player = (
  object: KubernetesObject,
  stage: Stage,
  world: World,
  neighbours: readonly KubernetesObject[],
) => Written;

/** A world without real servers. */
export const fakeWorld: World = {
  address: (name) => ({ host: `${name}.abcdefghijkl.eu-central-1.rds.amazonaws.com`, port: 5432 }),
  password: fakePassword,
  authority: fakeAuthority,
};

const players: Readonly<Record<string, Player>> = {
  ...cloudNativePg,
  ...barmanCloud,
  ...crossplane,
  ...dragonfly,
  ...externalSecrets,
  ...objectBucket,
  ...ownApis,
  ...providerAws,
  ...providerAzure,
  ...providerGcp,
  ...providerHelm,
  ...providerSql,
  ...kafka,
  ...kubernetes,
  ...silent,
};

/**
 * Returns what an object's owner writes at a stage. `neighbours` are all objects of the claim. An owner that refuses the object says so, and
 * writes nothing else. Throws for a kind without a player.
 */
export function play(
  object: KubernetesObject,
  stage: Stage,
  neighbours: readonly KubernetesObject[] = [],
  world: World = fakeWorld,
): Written {
  const player = players[`${object.apiVersion} ${object.kind}`];
  const { status } = object as { readonly status?: object };
  if (player === undefined) {
    throw new Error(
      `nobody plays ${object.apiVersion} ${object.kind}: add it to the file of its operator in test/played`,
    );
  }
  const refusal = refusalOf(object);
  if (refusal !== undefined) return { status: { ...status, conditions: refused(object, refusal) } };
  const initialised = stage === 'ready' ? lateInitialised(object) : undefined;
  return { ...player(object, stage, world, neighbours), ...(initialised && { initialised }) };
}

/** The Secrets of `written` as Kubernetes stores them, in the namespace of `object`. */
export function secretObjects({ metadata }: KubernetesObject, { secrets = {} }: Written): KubernetesObject[] {
  return Object.entries(secrets).map(([name, values]) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: metadata.namespace ?? '' },
    type: 'Opaque',
    data: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    ),
  }));
}
