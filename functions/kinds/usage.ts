/** A Usage is ready when condition Ready says that Crossplane's webhook enforces it. */
import { composed, ready } from 'planesmith/authoring';
import { Usage as Model } from '../models/protection.crossplane.io/v1beta1/usage.ts';
import { ruledOut } from './ruled-out.ts';

export type Usage = Model;
export const Usage = composed(Model, {
  concerns: ruledOut('it holds back a deletion, and has no data'),
  // crossplane@v2.4.0 internal/webhook/protection/usage/handler.go:97 judges deletions alone, and its CRD has no rule for changes.
  immutable: [],
  ready: ready.condition('Ready'),
});
