/** What a claim is told of its secrets. */
import type { CredentialStorePlan, Wanted } from './plan.ts';

/** The status: where each Secret is, and where its values are put. */
export function credentialStoreStatus({ wanted, links }: CredentialStorePlan) {
  return { secrets: Object.fromEntries(wanted.map((each) => [each.name, whereabouts(each)])), links };
}

function whereabouts({ from, secretName, writtenName, path }: Wanted) {
  return {
    secretName,
    ...(from !== 'generated' && { path }),
    ...(from === 'written' && { written: writtenName }),
  };
}
