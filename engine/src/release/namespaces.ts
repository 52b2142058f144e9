/** Policies that protect a namespace from deletion while claims are in it. */
import type { Chart } from 'cdk8s';
import type { AnyApi } from '../schema/index.ts';
import { celHoldsNothing, celRetainsNothing, deletionPath, hasDeletion, holdsClaims } from '../schema/vocabulary.ts';
import { namespaceGuard } from '../synth/namespace-guard.ts';
import type { Guard } from './guard.ts';

/**
 * The policy for claims that provide a namespace; undefined if no API has such claims. Such a claim cannot be deleted while other claims are
 * in its namespace. Crossplane would let go of it at once, and nothing would look after the namespace, which would stay or hang.
 *
 * Administrators are exempt, since a count that never comes must not hold a claim for ever. Even then the namespace stays, with all that the
 * claim composed, until the other policies let it go (runtime/compose/home.ts).
 */
export function insideGuard(apis: readonly AnyApi[]): Guard | undefined {
  const resources = apis.filter(holdsClaims).map(({ plural }) => plural);
  if (resources.length === 0) return undefined;
  const name = "oldObject.kind + ' ' + oldObject.metadata.name";
  return {
    name: 'inside',
    operations: ['DELETE'],
    resources: resources.sort(),
    exceptAdministrators: true,
    variables: [{ name: 'claims', expression: 'oldObject.?status.?claims.orValue(-1)' }],
    validation: {
      expression: celHoldsNothing('oldObject'),
      messageExpression:
        `${name} + (variables.claims > 0 ? ' still has claims in its namespace (' + string(variables.claims) + '): delete them first'` +
        " : ' does not know yet whether claims are in its namespace: try again in a moment, and ask the platform team if this lasts')",
    },
  };
}

/**
 * Adds a policy for each API whose claims can retain data. The API server then refuses to delete a namespace that has such a claim. Otherwise
 * it would delete the claim's composed resources but not the claim, and nothing can be created in a terminating namespace.
 */
export function namespacePolicies(chart: Chart, platform: string, group: string, apis: readonly AnyApi[]): void {
  const retaining = apis
    .filter((api) => api.scope === 'Namespaced' && hasDeletion(api))
    .toSorted((a, b) => (a.plural < b.plural ? -1 : 1));
  for (const { kind, plural, version } of retaining) {
    namespaceGuard(chart, `namespace-${plural}`, {
      name: `${platform}-namespace-${plural}`,
      holder: { apiVersion: `${group}/${version}`, kind },
      expression: celRetainsNothing('params'),
      messageExpression: `'${kind} ' + params.metadata.name + ' in it retains its data: set ${deletionPath} of it to delete, then delete it'`,
    });
  }
}
