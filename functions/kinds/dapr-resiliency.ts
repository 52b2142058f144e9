/** A Dapr Resiliency reports no status: it is ready when it exists. Sidecars that start afterwards follow it. */
import { composed, ready } from 'planesmith/authoring';
import { Resiliency as Model } from '../models/dapr.io/v1alpha1/resiliency.ts';
import { ruledOut } from './ruled-out.ts';

export type Resiliency = Model;
export const Resiliency = composed(Model, {
  concerns: ruledOut('it tells sidecars when to try again'),
  // dapr@v1.18.3 has no webhook for it; sidecars load it when they start.
  immutable: [],
  ready: ready.exists,
});
