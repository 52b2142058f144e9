/** A Dapr Component reports no status: it is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { Component as Model } from '../models/dapr.io/v1alpha1/component.ts';
import { ruledOut } from './ruled-out.ts';

export type Component = Model;
export const Component = composed(Model, {
  concerns: ruledOut('it tells a sidecar how to reach a service, which is judged'),
  // dapr@v1.18.3 has no webhook for it; sidecars load it again.
  immutable: [],
  ready: ready.exists,
});
