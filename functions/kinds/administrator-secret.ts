/** A Secret that a target writes for another composed resource to read. It is ready when it has the address and the password. */
import { composed, ready } from 'planesmith/authoring';
import { Secret as Model } from '../models/core/v1/secret.ts';
import { ruledOut } from './ruled-out.ts';

export type AdministratorSecret = Model;
export const AdministratorSecret = composed(Model, {
  concerns: ruledOut('it is a Secret, which the cluster keeps as it keeps every other'),
  ready: ({ data = {} }) => (data['endpoint'] !== undefined && data['password'] !== undefined) || ready.starting,
  nameLimit: 253,
});
