/** A key of a user is ready when AWS has made it. */
import { composed, managed } from 'planesmith/authoring';
import { AccessKey as Model } from '../models/iam.aws.m.upbound.io/v1beta1/access-key.ts';

export type AccessKey = Model;
export const AccessKey = composed(Model, { ready: managed });
