/** A Namespace is ready while it is Active: nothing can be created in one that is Terminating. */
import { composed, starting } from 'planesmith/runtime';
import { Namespace as Model } from '../models/core/v1/namespace.ts';

export type Namespace = Model;
export const Namespace = composed(Model, {
  ready: ({ status }) => {
    if (status?.phase === 'Active') return true;
    return status?.phase === undefined ? starting : `it is ${status.phase}`;
  },
});
