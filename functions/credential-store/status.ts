/** What a claim is told of its secrets. */
import { effectiveDeletion } from '../grants/retention.ts';
import type { CredentialStorePlan, Wanted } from './plan.ts';

/** The status: where each Secret is, and where its values are put. */
export function credentialStoreStatus(plan: CredentialStorePlan) {
  const { wanted, links } = plan;
  const secrets = Object.fromEntries(wanted.map((each) => [each.name, whereabouts(each)]));
  return { secrets, effective: { deletion: effectiveDeletion(plan) }, links };
}

function whereabouts({ from, secretName, writtenName, path }: Wanted) {
  return {
    secretName,
    ...(from !== 'generated' && { path }),
    ...(from === 'written' && { written: writtenName }),
  };
}
