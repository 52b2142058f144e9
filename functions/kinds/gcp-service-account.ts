/** A Google service account, as which applications run, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { ServiceAccount as Model } from '../models/cloudplatform.gcp.m.upbound.io/v1beta1/service-account.ts';
import { ruledOut } from './ruled-out.ts';

export type ServiceAccount = Model;
export const ServiceAccount = composed(Model, {
  concerns: ruledOut('it is an identity, and holds no data'),
  // terraform-provider-google@v7.39.0 google/services/resourcemanager/resource_google_service_account.go:93-118
  immutable: ['spec.forProvider.project'],
  ready: ready.managed,
});
