/** compositions/ is ordinary cdk8s code, and the engine's constructs work in anybody's app. */
import { App, Chart, Testing } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import { Composition, type CompositionProps, XRD } from 'planesmith/synth';
import { describe, expect, it } from 'vitest';
import { database as api } from '../../apis/database.ts';
import { compositions } from '../../compositions/index.ts';

const context = {
  platform: 'shop',
  group: 'shop.example.com',
  version: '2.0.0',
  flavour: 'namespaced',
  functionName: 'shop-functions-2-0-0',
} satisfies CompositionProps['context'];
const step = (name: string) => ({ step: name, functionRef: { name: `team-${name}` } });
const pipelineOf = (object: { spec: { pipeline: { step: string }[] } }) =>
  object.spec.pipeline.map(({ step: name }) => name);

describe("an app of somebody else's", () => {
  it('holds our constructs beside constructs of cdk8s-plus', () => {
    const chart = new Chart(new App(), 'shop');
    new ConfigMap(chart, 'settings', { metadata: { name: 'settings' }, data: { motto: 'open' } });
    new XRD(chart, 'definition', { api, context, defaultTarget: 'incluster' });
    compositions.database(chart, { target: 'incluster', context });
    const objects = Testing.synth(chart) as { kind: string; metadata: { name: string } }[];
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'CompositeResourceDefinition databases.shop.example.com',
      'Composition databases-incluster',
      'ConfigMap settings',
    ]);
  });

  it('puts steps before and after ours, in the order in which they are added', () => {
    const chart = Testing.chart();
    new Composition(chart, 'composition', { api, target: 'aws', context })
      .before(step('first'))
      .before(step('second'))
      .after(step('third'));
    const [composition] = Testing.synth(chart);
    expect(pipelineOf(composition)).toEqual(['first', 'second', 'compose', 'third']);
  });
});
