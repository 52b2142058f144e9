/** An RDS parameter group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { ParameterGroup as Model } from '../models/rds.aws.m.upbound.io/v1beta1/parameter-group.ts';
import { ruledOut } from './ruled-out.ts';

export type ParameterGroup = Model;
export const ParameterGroup = composed(Model, {
  concerns: {
    ...ruledOut('it has the parameters of a server, which is judged'),
    // docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
    tls: ({ spec: { forProvider } }) =>
      forProvider.parameter?.some(({ name, value }) => name === 'rds.force_ssl' && value === '1')
        ? 'gives'
        : 'it lets clients connect without TLS (rds.force_ssl)',
  },
  // terraform-provider-aws@30ff468c8d internal/service/rds/parameter_group.go:53-73;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.description', 'spec.forProvider.family', 'spec.forProvider.region'],
  ready: ready.managed,
});
