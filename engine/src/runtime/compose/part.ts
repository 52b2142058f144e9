/** One resource of a claim on its way to Crossplane: what is wanted, what exists, and how it is doing. */
import { type Declarations, isEach, isNone, modelOf } from '../../authoring/declaration.ts';
import type { ComposedKind, ComposedResource } from '../../authoring/model.ts';
import { itemKey } from '../names.ts';
import type { Observation } from '../read/observation.ts';
import { starting } from '../../authoring/readiness.ts';
import type { ResourceNames } from './resource-names.ts';
import type { AnyComposition } from '../../authoring/target.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';

export interface Part {
  /** The full key: that of an item includes its name. */
  readonly key: string;
  /** The declared key. */
  readonly base: string;
  readonly model: ComposedKind;
  readonly name: string;
  readonly wanted: ComposedResource;
  readonly observed: Unstructured | undefined;
  /** Undefined when ready, else why not, as part of a sentence. */
  readonly unready: string | undefined;
}

/** Every resource of the composition in the order of its declaration; throws where the target returned something undeclared. */
export function toParts(
  declarations: Declarations,
  resources: AnyComposition['resources'],
  observation: Observation,
  nameOf: ResourceNames,
): readonly Part[] {
  for (const key of Object.keys(resources)) {
    if (!Object.hasOwn(declarations, key)) throw new Error(`the target composes ${key}, which it did not declare`);
  }
  const parts: Part[] = [];
  for (const [base, declaration] of Object.entries(declarations)) {
    const made = resources[base];
    if (made === undefined) throw new Error(`the target declares ${base} and composes nothing under it`);
    if (isNone(made)) continue;
    const model = modelOf(declaration);
    const add = (wanted: ComposedResource, item?: string) => {
      const key = item === undefined ? base : itemKey(base, item);
      if (wanted.model !== model)
        throw new Error(`the target composes a ${wanted.model.kind} under ${key}, not a ${model.kind}`);
      const observed = observation.object(key);
      const name = nameOf(base, item);
      parts.push({ key, base, model, name, wanted, observed, unready: unready(model, observed) });
    };
    if (!isEach(declaration)) add(made as ComposedResource);
    else {
      const items = made as Record<string, ComposedResource>;
      for (const item of Object.keys(items).toSorted()) add(items[item] as ComposedResource, item);
    }
  }
  return parts;
}

function unready({ ready }: ComposedKind, observed: Unstructured | undefined): string | undefined {
  if (observed === undefined) return starting;
  if (observed.metadata.deletionTimestamp !== undefined) return 'is being deleted';
  const verdict = ready(observed as never);
  if (verdict === true) return undefined;
  return verdict === starting ? starting : `is not ready: "${verdict}"`;
}
