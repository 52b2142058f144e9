/** A Namespace is ready in phase Active: nothing can be created in a namespace that is Terminating. */
import { composed, ready } from 'planesmith/authoring';
import { Namespace as Model } from '../models/core/v1/namespace.ts';
import { ruledOut } from './ruled-out.ts';

/** Labels that enforce the restricted Pod Security Standard: https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
const restricted = Object.fromEntries(
  ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
);

export type Namespace = Model;
export const Namespace = composed(Model, {
  concerns: {
    ...ruledOut('it holds other objects, which are judged'),
    'pod-security': { metadata: { labels: restricted } },
    network: 'needs',
  },
  ready: ({ status }) => {
    if (status?.phase === 'Active') return true;
    return status?.phase === undefined ? ready.starting : `it is ${status.phase}`;
  },
});
