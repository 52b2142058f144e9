/** A Dapr Resiliency reports no status: it is ready when it exists. Sidecars that start afterwards follow it. */
import { composed, ready } from 'planesmith/authoring';
import { Resiliency as Model } from '../models/dapr.io/v1alpha1/resiliency.ts';

export type Resiliency = Model;
export const Resiliency = composed(Model, { ready: ready.exists });
