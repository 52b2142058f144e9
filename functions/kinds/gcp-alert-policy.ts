/** An alert policy is ready when Google has it; its incidents are for whom it tells. */
import { composed, managed } from 'planesmith/authoring';
import { AlertPolicy as Model } from '../models/monitoring.gcp.m.upbound.io/v1beta1/alert-policy.ts';

export type AlertPolicy = Model;
export const AlertPolicy = composed(Model, { ready: managed, concerns: { monitoring: 'gives' } });
