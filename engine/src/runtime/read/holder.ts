/** The object that has a name before the claim uses it: one that an earlier claim left, or one of somebody else. */
import type { Refusal } from '../../authoring/planner.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';

/** By what the claim knows its own objects. */
export interface Mark {
  /** The XR's own UID. */
  readonly uid: string | undefined;
  /** The XR's own kind. */
  readonly kind: string;
  /** The labels that every composed object of the claim has. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Whether the claim may take the object over: its XR controls it, or nobody does and it has all labels of the claim's objects. An object
 * that is being deleted is lost to everybody.
 */
export function isOurs(holder: Unstructured, mark: Mark): boolean {
  if (controllerOf(holder) !== undefined) return isControlled(holder, mark);
  return holder.metadata.deletionTimestamp === undefined && isMarked(holder, mark);
}

/** Whether the claim's XR controls the object. */
export function isControlled(holder: Unstructured, { uid }: Mark): boolean {
  return uid !== undefined && controllerOf(holder)?.uid === uid;
}

/**
 * The refusal of a claim whose name leads to an object that is not its own. Crossplane does not look whose it is: it would take over an
 * object without controller, and delete it with the claim (core composite/composition_functions.go, which forces its apply). One with
 * another controller would be refused over and over (apimachinery pkg/api/validation/objectmeta.go ValidateOwnerReferences).
 */
export function taken(holder: Unstructured, mark: Mark): Refusal {
  const { kind, metadata } = holder;
  const path = 'metadata.name';
  if (isLeaving(holder, mark)) {
    const why = `there is an earlier ${kind} ${metadata.name}, which is still being deleted, and the claim goes on once it is gone`;
    return { path, why, who: 'the platform team if it stays' };
  }
  return {
    path,
    why: `there is a ${kind} ${metadata.name} already, which is not of this claim and was left alone`,
    who: `whoever made the ${kind} to delete it, or the platform team to give it the labels of this claim`,
  };
}

/** Whether an object is being deleted, alone or with an earlier claim of the same name. */
export function isLeaving(holder: Unstructured, mark: Mark): boolean {
  const isEarlier = controllerOf(holder)?.kind === mark.kind && isMarked(holder, mark);
  return isEarlier || holder.metadata.deletionTimestamp !== undefined;
}

const controllerOf = ({ metadata: { ownerReferences = [] } }: Unstructured) =>
  ownerReferences.find(({ controller }) => controller === true);

function isMarked({ metadata }: Unstructured, { labels }: Mark): boolean {
  return Object.entries(labels).every(([name, value]) => metadata.labels?.[name] === value);
}
