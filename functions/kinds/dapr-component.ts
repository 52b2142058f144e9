/** A Dapr Component reports no status: it is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { Component as Model } from '../models/dapr.io/v1alpha1/component.ts';

export type Component = Model;
export const Component = composed(Model, { ready: ready.exists });
