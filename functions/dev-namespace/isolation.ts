/** The isolation of a development namespace from others. */
import type { DecisionContext } from 'planesmith/authoring';
import type { devNamespace } from '../../apis/dev-namespace.ts';
import type { Environment } from '../environment/index.ts';
import { platformTeam } from '../grants/limits.ts';

type Context = Pick<DecisionContext<typeof devNamespace, Environment>, 'spec' | 'recorded' | 'refuse' | 'environment'>;

/** The granted isolation. An existing virtual cluster keeps its recorded chart, even if the environment offers none any more. */
export function grantIsolation({ spec, recorded, refuse, environment }: Context) {
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
  refuse({ path, why: 'no virtual clusters are offered here', who: platformTeam });
  return { isolation };
}
