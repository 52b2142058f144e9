/** An object in another namespace is ready when provider-kubernetes says so: it asks the object itself, by the policy in its spec. */
import { composed, managed } from 'planesmith/authoring';
import { Object as Model } from '../models/kubernetes.m.crossplane.io/v1alpha1/object.ts';

export type KubernetesObject = Model;
export const KubernetesObject = composed(Model, {
  inner: ['spec', 'forProvider', 'manifest', 'metadata', 'labels'],
  ready: managed,
});
