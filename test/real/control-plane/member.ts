/** A user with exactly the rights in the claim's namespace that a DevNamespace gives its members. */
import { example } from '../../cases/claims.ts';
import { renderSituation, situationOf } from '../../cases/situation.ts';
import type { Client } from './client.ts';

/** A member that the example of a DevNamespace names. */
export const member = 'ada@example.org';

/** Gives members, in `namespace`, the rights that the example's RoleBinding gives them. */
export async function admitMembers(client: Client, namespace: string): Promise<void> {
  const claim = example('dev-namespace.yaml');
  const moment = { claim, target: 'local', flavour: 'namespaced', state: 'settled', environment: 'local' } as const;
  const { composed } = renderSituation(await situationOf(moment));
  const bindings = composed.filter(({ kind }) => kind === 'RoleBinding');
  if (!JSON.stringify(bindings).includes(member)) throw new Error(`the example lets ${member} do nothing`);
  for (const { apiVersion, kind, metadata, roleRef, subjects } of bindings)
    await client.create(`/apis/${apiVersion}/namespaces/${namespace}/rolebindings`, {
      apiVersion,
      kind,
      metadata: { name: metadata.name },
      roleRef,
      subjects,
    });
}
