/** A blob container is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { Container as Model } from '../models/storage.azure.m.upbound.io/v1beta1/container.ts';
import { ruledOut } from './ruled-out.ts';

export type Container = Model;
export const Container = composed(Model, {
  ready: ready.managed,
  concerns: {
    ...ruledOut('its account is judged'),
    private: { spec: { forProvider: { containerAccessType: 'private' } } },
  },
});
