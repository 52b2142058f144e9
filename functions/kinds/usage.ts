/** A Usage is ready when condition Ready says that Crossplane's webhook enforces it. */
import { composed, ready } from 'planesmith/authoring';
import { Usage as Model } from '../models/protection.crossplane.io/v1beta1/usage.ts';
import { ruledOut } from './ruled-out.ts';

export type Usage = Model;
export const Usage = composed(Model, {
  concerns: ruledOut('it holds back a deletion, and has no data'),
  ready: ready.condition('Ready'),
});
