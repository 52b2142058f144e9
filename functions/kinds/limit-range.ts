/** A LimitRange reports no status: it is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { LimitRange as Model } from '../models/core/v1/limit-range.ts';
import { ruledOut } from './ruled-out.ts';

export type LimitRange = Model;
export const LimitRange = composed(Model, {
  concerns: ruledOut('it limits what pods may use'),
  ready: ready.exists,
});
