/** A ServiceAccount reports no status: it is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { ServiceAccount as Model } from '../models/core/v1/service-account.ts';
import { ruledOut } from './ruled-out.ts';

export type ServiceAccount = Model;
export const ServiceAccount = composed(Model, {
  concerns: ruledOut('it is an identity, and holds no data'),
  ready: ready.exists,
});
