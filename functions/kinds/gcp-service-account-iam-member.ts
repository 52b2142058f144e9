/** Who may act as an account is ready when Google knows it. */
import { composed, managed } from 'planesmith/authoring';
import { ServiceAccountIAMMember as Model } from '../models/cloudplatform.gcp.m.upbound.io/v1beta1/service-account-iam-member.ts';

export type ServiceAccountIAMMember = Model;
export const ServiceAccountIAMMember = composed(Model, { ready: managed });
