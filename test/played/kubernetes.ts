/** Kubernetes, for its own kinds. */
import type { Player } from './play.ts';

/** The API server writes this when it creates one. */
const namespace: Player = () => ({ status: { phase: 'Active' } });

/** The quota controller copies the limits, and counts. */
const resourceQuota: Player = (object, stage) => {
  if (stage === 'starting') return {};
  const { hard } = object['spec'] as { readonly hard: Readonly<Record<string, string>> };
  return { status: { hard, used: Object.fromEntries(Object.keys(hard).map((name) => [name, '0'])) } };
};

export const kubernetes: Readonly<Record<string, Player>> = {
  'v1 Namespace': namespace,
  'v1 ResourceQuota': resourceQuota,
};
