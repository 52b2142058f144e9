/**
 * An Object wraps a manifest for another namespace. It is ready when provider-kubernetes reports it ready.
 * The provider asks the wrapped object itself, by the readiness policy in the spec.
 */
import { composed, ready } from 'planesmith/authoring';
import { Object as Model } from '../models/kubernetes.m.crossplane.io/v1alpha1/object.ts';
import { ruledOut } from './ruled-out.ts';

export type KubernetesObject = Model;
export const KubernetesObject = composed(Model, {
  concerns: ruledOut('it carries a topic or user of a broker, which the platform team looks after'),
  inner: ['spec', 'forProvider', 'manifest', 'metadata', 'labels'],
  // Another name or kind is another object; strimzi-kafka-operator@1.2.0 refuses another name of a topic (BatchingTopicController.java:703).
  immutable: ['spec.forProvider.manifest.spec.topicName'],
  // The same file, line 692, of a topic.
  growing: ['spec.forProvider.manifest.spec.partitions'],
  ready: ready.managed,
});
