/**
 * A ResourceQuota is ready when its status repeats every limit of its spec: the API server enforces the status
 * (https://kubernetes.io/docs/concepts/policy/resource-quotas/).
 */
import { composed, ready } from 'planesmith/authoring';
import { ResourceQuota as Model } from '../models/core/v1/resource-quota.ts';
import { ruledOut } from './ruled-out.ts';

export type ResourceQuota = Model;
export const ResourceQuota = composed(Model, {
  concerns: ruledOut('it limits what a namespace may use'),
  ready: ({ spec, status }) => {
    const enforced = status?.hard;
    if (enforced === undefined) return ready.starting;
    const pending = Object.entries(spec?.hard ?? {}).filter(([name, limit]) => enforced[name] !== limit);
    return pending.length === 0 || `the new limits are not enforced yet: ${pending.map(([name]) => name).join(', ')}`;
  },
});
