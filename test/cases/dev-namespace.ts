/** The golden cases of DevNamespace besides the standard ones: a virtual cluster in it. */
import type { GoldenCase } from './index.ts';
import { asking, example } from './claims.ts';
import type { Moment } from './situation.ts';

const checkout = asking(example('dev-namespace.yaml'), {
  isolation: 'vcluster',
  connectionSecret: { keyAliases: { KUBECONFIG: 'kubeconfig' } },
});
const incluster = { claim: checkout, target: 'incluster', environment: 'dev' } as const;

const rows: readonly (readonly [name: string, reason: string, moment: Omit<Moment, 'flavour'>])[] = [
  ['vcluster-starting', 'nothing is put into the namespace before it exists', { ...incluster, state: 'starting' }],
  ['vcluster-halfway', 'the chart is being installed', { ...incluster, state: 'halfway' }],
  ['vcluster-ready', 'the kubeconfig in a Secret of the namespace', { ...incluster, state: 'ready' }],
  ['vcluster-restored', 'nothing is decided anew', { ...incluster, state: 'restored' }],
  ['vcluster-refused', 'where none are offered', { ...incluster, environment: 'local', target: 'local', state: 'new' }],
];

export const devNamespaceCases: readonly GoldenCase[] = rows.map(([name, reason, moment]) => ({
  ...moment,
  flavour: 'namespaced',
  name: `dev-namespace/${name}`,
  reason,
}));
