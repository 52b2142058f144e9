/** Finds what an earlier version of the platform composed under a key that this one does not declare, and protects what holds data. */
import type { Resource } from '@crossplane-org/function-sdk-typescript';
import { type Declarations, isMain, isPerItem, modelOf, secretKey } from '../../authoring/declaration.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { UserError } from '../../errors.ts';
import { mainName, type Owner } from '../read/names.ts';
import { isOf } from '../read/observation.ts';
import { baseOf, type Present } from '../read/refactored.ts';

/** Core gives names of up to 253 characters back, and a kind may ask for shorter ones. */
const longest = 253;

/** An object that the platform composed and does not declare any more. */
export interface Stray {
  readonly key: string;
  readonly object: Unstructured & {
    readonly metadata: Unstructured['metadata'] & { readonly labels?: Readonly<Record<string, string>> };
    readonly spec?: { readonly managementPolicies?: readonly string[]; readonly deletionPolicy?: string };
  };
}

/**
 * The composed objects of `platform` that have no declaration any more, by key. Throws a `UserError` if one of them holds data: it is not
 * deleted with its claim, or it is the main one. Any other object may go with a new version.
 */
export function straysOf(
  declarations: Declarations,
  { others, observed }: Pick<Present, 'others' | 'observed'>,
  { owner, platform }: { readonly owner: Owner; readonly platform: string },
): readonly Stray[] {
  const strays = Object.entries(others)
    .filter(([key, { resource }]) => isStray(declarations, key, resource))
    .map(([key, { resource }]) => ({ key, object: resource as unknown as Stray['object'] }))
    .filter(({ object }) => object.metadata?.labels?.['app.kubernetes.io/managed-by'] === platform)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  if (strays.length === 0) return strays;
  const [mainKey = '', main] = Object.entries(declarations).find(([, declaration]) => isMain(declaration)) ?? [];
  const hasMain = Object.hasOwn(observed?.resources ?? {}, mainKey);
  for (const { key, object } of strays) {
    const { kind, metadata, spec } = object;
    const isMainObject =
      metadata.name === mainName(owner, longest) || (!hasMain && main !== undefined && isOf(modelOf(main), object));
    if (!isMainObject && !outlivesClaim(spec)) continue;
    throw new UserError(
      `${kind} ${metadata.name} was composed under the key ${key}, which this version of the platform does not declare for it, so nothing was changed: ` +
        `the platform team must declare the key again with ${kind}, and to let the object go, return none(why) for it; ` +
        `or say in refactored what became of it, by moved('${baseOf(key)}', its new key) or released('${baseOf(key)}')`,
    );
  }
  return strays;
}

function isStray(declarations: Declarations, key: string, object: Resource['resource']): boolean {
  if (key === secretKey) return false;
  const base = baseOf(key);
  const declaration = Object.hasOwn(declarations, base) ? declarations[base] : undefined;
  return declaration === undefined || isPerItem(declaration) !== (base !== key) || !isOf(modelOf(declaration), object);
}

/** Whether a provider leaves the external resource alone when the object is deleted (crossplane-runtime pkg/reconciler/managed/policies.go). */
function outlivesClaim(spec: Stray['object']['spec']): boolean {
  const { managementPolicies, deletionPolicy } = spec ?? {};
  if (managementPolicies === undefined) return deletionPolicy === 'Orphan';
  return !managementPolicies.some((policy) => policy === '*' || policy === 'Delete');
}
