/** Protects what an earlier version of the platform composed under a key that this one does not declare: Crossplane would delete it. */
import type { Resource, State } from '@crossplane-org/function-sdk-typescript';
import { type Declarations, isMain, isPerItem, modelOf, secretKey } from '../../authoring/declaration.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { UserError } from '../../errors.ts';
import { mainName, type Owner } from '../read/names.ts';
import { isOf } from '../read/observation.ts';

/** Core gives names of up to 253 characters back, and a kind may ask for shorter ones. */
const longest = 253;

/**
 * Throws a `UserError` if a composed object of `platform` has no declaration any more and holds data: it is not deleted with its claim, or
 * it is the main one. Any other object may go with a new version.
 */
export function insistOnDeclared(
  declarations: Declarations,
  observed: State | undefined,
  { owner, platform }: { readonly owner: Owner; readonly platform: string },
): void {
  const resources = Object.entries(observed?.resources ?? {});
  const strays = resources.filter(([key, { resource }]) => isStray(declarations, key, resource));
  if (strays.length === 0) return;
  const [mainKey = '', main] = Object.entries(declarations).find(([, declaration]) => isMain(declaration)) ?? [];
  const hasMain = resources.some(([key]) => key === mainKey);
  for (const [key, { resource }] of strays.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { kind, metadata, spec } = resource as unknown as Stray;
    if (metadata?.labels?.['app.kubernetes.io/managed-by'] !== platform) continue;
    const isMainObject =
      metadata.name === mainName(owner, longest) || (!hasMain && main !== undefined && isOf(modelOf(main), resource));
    if (!isMainObject && !outlivesClaim(spec)) continue;
    throw new UserError(
      `${kind} ${metadata.name} was composed under the key ${key}, which this version of the platform does not declare for it, so nothing was changed: ` +
        `the platform team must declare the key again with ${kind}, and to let the object go, return none(why) for it`,
    );
  }
}

interface Stray extends Unstructured {
  readonly metadata: Unstructured['metadata'] & { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly managementPolicies?: readonly string[]; readonly deletionPolicy?: string };
}

function isStray(declarations: Declarations, key: string, object: Resource['resource']): boolean {
  if (key === secretKey) return false;
  const dot = key.indexOf('.');
  const base = dot === -1 ? key : key.slice(0, dot);
  const declaration = Object.hasOwn(declarations, base) ? declarations[base] : undefined;
  return declaration === undefined || isPerItem(declaration) !== dot > -1 || !isOf(modelOf(declaration), object);
}

/** Whether a provider leaves the external resource alone when the object is deleted (crossplane-runtime pkg/reconciler/managed/policies.go). */
function outlivesClaim(spec: Stray['spec']): boolean {
  const { managementPolicies, deletionPolicy } = spec ?? {};
  if (managementPolicies === undefined) return deletionPolicy === 'Orphan';
  return !managementPolicies.some((policy) => policy === '*' || policy === 'Delete');
}
