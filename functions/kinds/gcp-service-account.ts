/** A Google service account, as which applications run, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { ServiceAccount as Model } from '../models/cloudplatform.gcp.m.upbound.io/v1beta1/service-account.ts';
import { ruledOut } from './ruled-out.ts';

export type ServiceAccount = Model;
export const ServiceAccount = composed(Model, {
  concerns: ruledOut('it is an identity, and holds no data'),
  ready: ready.managed,
});
