/** provider-sql: logins, databases and grants on a server. */
import type { KubernetesObject } from 'planesmith/testing';
import { condition } from './condition.ts';
import type { Player } from './play.ts';

const externalName = 'crossplane.io/external-name';

/** Until the server answers, provider-sql reports that it cannot connect. */
function conditions({ metadata }: KubernetesObject, isReady: boolean) {
  const observedGeneration = metadata.generation ?? 1;
  if (!isReady) {
    const message = 'observe failed: cannot select: dial tcp: connection refused';
    return [condition('Synced', false, { reason: 'ReconcileError', message, observedGeneration })];
  }
  return [
    condition('Ready', true, { reason: 'Available' }),
    condition('Synced', true, { reason: 'ReconcileSuccess', observedGeneration }),
  ];
}

/** It adds its finalizer once it has seen the server. */
const reported: Player = (object, stage) => ({
  status: { conditions: conditions(object, stage === 'ready') },
  finalizers: stage === 'ready' ? ['finalizer.managedresource.crossplane.io'] : (object.metadata.finalizers ?? []),
});

const role: Player = (object, stage, world, neighbours) => {
  const { writeConnectionSecretToRef } = object['spec'] as { writeConnectionSecretToRef: { name: string } };
  const username = object.metadata.annotations?.[externalName] ?? object.metadata.name ?? '';
  const { host, port } = world.address(username);
  return {
    ...reported(object, stage, world, neighbours),
    ...(stage === 'ready' && {
      secrets: {
        [writeConnectionSecretToRef.name]: {
          username,
          password: world.password(username),
          endpoint: host,
          port: String(port),
        },
      },
    }),
  };
};

export const providerSql: Readonly<Record<string, Player>> = {
  'postgresql.sql.m.crossplane.io/v1alpha1 ProviderConfig': (_, stage) => ({
    status: stage === 'ready' ? { users: 1 } : {},
  }),
  'postgresql.sql.m.crossplane.io/v1alpha1 Role': role,
  'postgresql.sql.m.crossplane.io/v1alpha1 Database': reported,
  'postgresql.sql.m.crossplane.io/v1alpha1 Grant': reported,
};
