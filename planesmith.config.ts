/** The platform as one value. */
import { perTarget, platform } from 'planesmith';
import { crossplaneAccount } from './apis/crossplane.ts';
import { apis } from './apis/index.ts';
import manifest from './package.json' with { type: 'json' };

export default platform({
  name: 'platform',
  group: 'platform.example.org',
  registry: 'registry.example.org/platform',
  schemas: 'https://schemas.example.org/platform',
  crossplane: '>=v2.4.0',
  crossplaneAccount,
  version: manifest.version,
  apis,
  compositions: () => import('./compositions/index.ts'),
  functions: () => import('./functions/index.ts'),
  exporters: { dapr: () => import('./functions/cluster/dapr-files.ts') },
  install: () => import('./compositions/install/index.ts'),
  kit: { name: '@example/platform' },
  packages: perTarget('platform', ['local', 'incluster', 'aws', 'gcp', 'azure']),
  models: {
    // Only `planesmith models` reads them: CRD files of operators and providers.
    sources: [process.env['PLANESMITH_CRDS'] ?? '../shared/crds'],
    // They would make 1.8 MB of the 0.5 MB of types in this repository.
    descriptions: false,
  },
});
