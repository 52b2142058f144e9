/** A Resiliency reports nothing: it is ready when it exists, and a sidecar that starts afterwards follows it. */
import { always, composed } from 'planesmith/authoring';
import { Resiliency as Model } from '../models/dapr.io/v1alpha1/resiliency.ts';

export type Resiliency = Model;
export const Resiliency = composed(Model, { ready: always });
