/** A NetworkPolicy reports no status: it is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { NetworkPolicy as Model } from '../models/networking.k8s.io/v1/network-policy.ts';
import { ruledOut } from './ruled-out.ts';

export type NetworkPolicy = Model;
export const NetworkPolicy = composed(Model, {
  ready: ready.exists,
  concerns: { ...ruledOut('it limits connections, and takes none'), network: 'gives' },
});
