/**
 * A KafkaAccess is ready when its operator has written the Secret for the generation that is stored now.
 * Condition Ready says so, for the `observedGeneration` of the status (kafka-access-operator 0.3.0).
 */
import { composed, ready } from 'planesmith/authoring';
import { KafkaAccess as Model } from '../models/access.strimzi.io/v1alpha1/kafka-access.ts';
import { ruledOut } from './ruled-out.ts';

const isReady = ready.condition('Ready');

export type KafkaAccess = Model;
export const KafkaAccess = composed(Model, {
  concerns: {
    ...ruledOut('it reads the address and a login of a broker, which the platform team looks after'),
    monitoring: 'needs',
  },
  // kafka-access-operator@0.3.0 KafkaAccessReconciler.java:87 renames even its Secret.
  immutable: [],
  ready: (access) => {
    const verdict = isReady(access);
    if (verdict !== true) return verdict;
    const { observedGeneration = 0 } = access.status ?? {};
    return observedGeneration >= ((access.metadata as { generation?: number } | undefined)?.generation ?? 0)
      ? true
      : ready.starting;
  },
});
