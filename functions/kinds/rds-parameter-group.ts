/** An RDS parameter group is ready when AWS has it. */
import { composed, holds, ready } from 'planesmith/authoring';
import { ParameterGroup as Model } from '../models/rds.aws.m.upbound.io/v1beta1/parameter-group.ts';

export type ParameterGroup = Model;
export const ParameterGroup = composed(Model, {
  concerns: {
    // docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
    tls: ({ spec: { forProvider } }) =>
      forProvider.parameter?.some(({ name, value }) => name === 'rds.force_ssl' && value === '1')
        ? holds
        : 'it lets clients connect without TLS (rds.force_ssl)',
  },
  ready: ready.managed,
});
