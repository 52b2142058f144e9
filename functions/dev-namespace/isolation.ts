/** The isolation of a development namespace from others. */
import type { DecisionContext } from 'planesmith/authoring';
import { platformTeam } from 'planesmith/schema';
import type { devNamespace } from '../../apis/dev-namespace.ts';
import type { Environment } from '../environment/index.ts';

type Context = Pick<
  DecisionContext<typeof devNamespace, Environment>,
  'spec' | 'recorded' | 'grant' | 'refuse' | 'environment'
>;

/** The granted isolation. An existing virtual cluster keeps its recorded chart, even if the environment offers none any more. */
export function grantIsolation({ spec, recorded, grant, refuse, environment }: Context) {
  const path = 'spec.isolation';
  const isolation =
    recorded.isolation === undefined || recorded.isolation === spec.isolation
      ? spec.isolation
      : refuse({
          path,
          why: 'what separates it from others cannot be changed',
          who: platformTeam,
          keep: recorded.isolation,
        });
  if (isolation === 'namespace') return { isolation };
  const virtualCluster = recorded.virtualCluster ?? environment.namespaces?.vcluster;
  if (virtualCluster !== undefined) return { isolation, virtualCluster };
  grant('isolation', spec.isolation, { keep: undefined });
  return { isolation };
}
