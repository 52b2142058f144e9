/** The parts of a claim: every composed resource with the object that exists, and its readiness. */
import {
  type Declaration,
  type Declarations,
  isMain,
  isPerItem,
  modelOf,
  orderOf,
} from '../../authoring/declaration.ts';
import type { ComposedKind, ComposedResource } from '../../authoring/model.ts';
import { isNone } from '../../authoring/none.ts';
import { itemKey } from '../read/names.ts';
import { ready } from '../../authoring/readiness.ts';
import type { Situation } from '../read/situation.ts';
import type { AnyTargetResult } from '../../authoring/target.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';

/** One resource of a claim. */
export interface Part {
  /** The full key: that of an item includes its name. */
  readonly key: string;
  /** The key that Crossplane has for it: another one if it was moved. */
  readonly composedAs: string;
  /** The declared key. */
  readonly base: string;
  /** Whether it is the claim's main resource. */
  readonly isMain: boolean;
  readonly model: ComposedKind;
  readonly name: string;
  /** The resource as the target returned it. */
  readonly resource: ComposedResource;
  /** The declared keys that must be ready before it is created. */
  readonly after: readonly string[];
  readonly observed: Unstructured | undefined;
  /** Undefined when ready, else why not, as part of a sentence. */
  readonly unready: string | undefined;
}

/** All resources of a result in the order of their declaration; throws if the target returned a resource that it did not declare. */
export function toParts(
  declarations: Declarations,
  resources: AnyTargetResult['resources'],
  { observation, name: nameOf, keyOf }: Pick<Situation, 'observation' | 'name' | 'keyOf'>,
): readonly Part[] {
  for (const key of Object.keys(resources)) {
    if (!Object.hasOwn(declarations, key)) throw new Error(`the target composes ${key}, which it did not declare`);
  }
  const parts: Part[] = [];
  for (const [base, declaration] of Object.entries(declarations)) {
    const result = resources[base];
    if (result === undefined) throw new Error(`the target declares ${base} and composes nothing under it`);
    if (isNone(result)) continue;
    const model = modelOf(declaration);
    const add = (resource: ComposedResource, item?: string) => {
      const key = item === undefined ? base : itemKey(base, item);
      if (resource.model !== (model.called ?? model))
        throw new Error(`the target composes a ${resource.model.kind} under ${key}, not a ${model.kind}`);
      const observed = observation.object(key);
      const name = nameOf(base, item);
      const after = afterOf(key, resource, declaration);
      const composedAs = keyOf(base, item);
      const place = { key, composedAs, base, isMain: isMain(declaration) };
      parts.push({ ...place, model, name, resource, after, observed, unready: unready(model, observed) });
    };
    if (!isPerItem(declaration)) add(result as ComposedResource);
    else {
      const items = result as Record<string, ComposedResource>;
      for (const item of Object.keys(items).toSorted()) add(items[item] as ComposedResource, item);
    }
  }
  return parts;
}

/** The keys that a resource waits for: its own choice among those of its declaration, or all of them. */
function afterOf(key: string, { after }: ComposedResource, declaration: Declaration): readonly string[] {
  const declared = orderOf(declaration);
  const undeclared = after?.find((other) => !declared.includes(other));
  if (undeclared === undefined) return after ?? declared;
  throw new Error(`${key} waits for ${undeclared}, which its declaration does not name`);
}

/** Undefined if the object is ready, else why not, as part of a sentence. */
export function unready(kind: ComposedKind, observed: Unstructured | undefined): string | undefined {
  if (observed === undefined) return ready.starting;
  if (observed.metadata.deletionTimestamp !== undefined) return 'is being deleted';
  const verdict = kind.ready(observed as never);
  if (verdict === true) return undefined;
  return verdict === ready.starting ? ready.starting : `is not ready: "${verdict}"`;
}
