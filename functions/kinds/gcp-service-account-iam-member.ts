/** An IAM member, which lets an application act as a service account, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { ServiceAccountIAMMember as Model } from '../models/cloudplatform.gcp.m.upbound.io/v1beta1/service-account-iam-member.ts';

export type ServiceAccountIAMMember = Model;
export const ServiceAccountIAMMember = composed(Model, { ready: ready.managed });
