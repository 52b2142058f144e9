/** The composed resources of an XR that Crossplane observes before it calls a function. */
import { UserError } from '../errors.ts';
import { bytesOf, controllerOf, type KubernetesObject, resourceNameAnnotation } from './object.ts';
import type { Store } from './store.ts';

/** A composed resource as Crossplane sends it to the function. */
export interface Observed {
  readonly resource: KubernetesObject;
  readonly connectionDetails: Readonly<Record<string, Buffer>>;
}

/**
 * The observed resources by key. Throws a `UserError` for one that the XR cannot have composed: controlled by another owner, in another
 * namespace, or without the annotation with its key (core internal/render/composite/render.go).
 */
export function observe(
  xr: KubernetesObject,
  resources: readonly KubernetesObject[],
  store: Store,
): ReadonlyMap<string, Observed> {
  return new Map(
    resources.map((resource) => {
      const { kind, metadata } = resource;
      const title = `observed resource ${kind} ${metadata.name ?? ''}`;
      const controller = controllerOf(resource);
      if (controller !== undefined && controller.uid !== xr.metadata.uid) {
        throw new UserError(
          `${title} has a controller reference to ${controller.kind} ${controller.name}, not to this XR`,
          {
            hint: `remove its ownerReferences, or set the controller's uid to ${xr.metadata.uid}`,
          },
        );
      }
      if (xr.metadata.namespace !== undefined && metadata.namespace !== xr.metadata.namespace) {
        throw new UserError(
          `${title} is in namespace ${metadata.namespace ?? '(none)'}, its XR in ${xr.metadata.namespace}`,
        );
      }
      const key = metadata.annotations?.[resourceNameAnnotation];
      if (!key) throw new UserError(`${title} has no annotation ${resourceNameAnnotation}, so its key is not known`);
      return [key, { resource, connectionDetails: connectionDetails(resource, store) }];
    }),
  );
}

/** The data of the Secret that `spec.writeConnectionSecretToRef` names; empty if the store does not have it. */
function connectionDetails({ metadata, spec }: KubernetesObject, store: Store): Readonly<Record<string, Buffer>> {
  const ref = (spec as { writeConnectionSecretToRef?: { name?: string; namespace?: string } } | undefined)
    ?.writeConnectionSecretToRef;
  if (ref?.name === undefined) return {};
  return bytesOf(store.get('v1', 'Secret', ref.namespace ?? metadata.namespace, ref.name));
}
