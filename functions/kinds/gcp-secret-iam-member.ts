/** What an account may do with an entry of Secret Manager is ready when Google knows it. */
import { composed, managed } from 'planesmith/authoring';
import { SecretIAMMember as Model } from '../models/secretmanager.gcp.m.upbound.io/v1beta1/secret-iam-member.ts';

export type SecretIAMMember = Model;
export const SecretIAMMember = composed(Model, { ready: managed });
