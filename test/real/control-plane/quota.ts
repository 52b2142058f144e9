/** Waits for the quota controller of a new control plane. */
import { setTimeout as sleep } from 'node:timers/promises';
import { platform } from '../../cases/platform.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

/**
 * Resolves once quotas count claims. The controller looks for new kinds every half minute. For a quota that it has seen before, it
 * counts them only in its next round (kubernetes v1.36.3 pkg/controller/resourcequota/resource_quota_controller.go, Sync and enqueueAll).
 */
export async function countedKinds({ client }: ControlPlane): Promise<void> {
  const path = '/api/v1/namespaces/default/resourcequotas';
  const counts = Object.values(platform.apis).flatMap(({ scope, plural }) =>
    scope === 'Namespaced' ? [`count/${plural}.${platform.group}`] : [],
  );
  const hard = Object.fromEntries(counts.map((name) => [name, '1']));
  await until('quotas to count claims', 180, async () => {
    const metadata = { name: `probe-${Date.now()}` };
    await client.create(path, { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard } });
    await sleep(1500);
    const { used = {} } = (await client.get(`${path}/${metadata.name}`))?.['status'] ?? {};
    await client.remove(`${path}/${metadata.name}`);
    return counts.every((name) => name in used) || undefined;
  });
}
