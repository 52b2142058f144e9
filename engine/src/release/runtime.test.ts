import { expect, it } from 'vitest';
import { chartObjects } from './chart-file.ts';
import { runtime } from './runtime.ts';

const objectsFor = (version: string) =>
  chartObjects('runtime', (chart) =>
    runtime(
      chart,
      {
        name: 'toys',
        version,
        functionRepository: `registry.example.org/toys/toys-functions-${version.replaceAll('.', '-')}`,
      },
      'crossplane',
    ),
  ) as { kind: string; metadata: { namespace?: string }; spec: Record<string, any> }[];

it.each(['1.2.3', '10.0.0-rc.1'])(
  'runs the Functions of all versions alike, whichever release wrote it: %s',
  (version) => {
    expect(objectsFor(version)).toEqual(objectsFor('1.2.3'));
    const [config, image, budget] = objectsFor(version);
    expect(image?.spec['matchImages']).toEqual([
      { type: 'Prefix', prefix: 'registry.example.org/toys/toys-functions-' },
    ]);
    expect(image?.spec['runtime'].configRef).toMatchObject({ kind: config?.kind, name: 'toys-functions' });
    expect(budget?.metadata.namespace).toBe('crossplane');
    expect(budget?.spec['selector'].matchLabels).toEqual(
      config?.spec['deploymentTemplate'].spec.template.metadata.labels,
    );
  },
);
