/** A ServiceAccount reports no status: it is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { ServiceAccount as Model } from '../models/core/v1/service-account.ts';

export type ServiceAccount = Model;
export const ServiceAccount = composed(Model, { ready: ready.exists });
