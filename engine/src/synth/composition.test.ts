import { App, Chart, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { widget } from '../testing/widget.ts';
import { Composition } from './composition.ts';
import type { PlatformContext } from './context.ts';
import { XRD } from './xrd.ts';

const context: PlatformContext = {
  platform: 'toys',
  group: 'toys.example.org',
  version: '1.2.3',
  flavour: 'namespaced',
  functionName: 'toys-toys-functions-1-2-3',
};

function steps(change: (composition: Composition) => unknown): string[] {
  const chart = Testing.chart();
  change(new Composition(chart, 'composition', { api: widget, target: 'cloud', context }));
  const [built] = Testing.synth(chart) as [{ spec: { pipeline: { step: string }[] } }];
  return built.spec.pipeline.map(({ step }) => step);
}

const stepNamed = (name: string) => ({ step: name, functionRef: { name: 'their-function' } });

describe('a Composition', () => {
  it('calls the function of its release with its target, and requires the EnvironmentConfig of its platform', () => {
    const chart = Testing.chart();
    new Composition(chart, 'composition', { api: widget, target: 'cloud', context });
    expect(Testing.synth(chart)).toEqual([
      {
        apiVersion: 'apiextensions.crossplane.io/v1',
        kind: 'Composition',
        metadata: {
          name: 'widgets-cloud',
          labels: {
            'planesmith.dev/platform': 'toys',
            'planesmith.dev/target': 'cloud',
            'planesmith.dev/version': '1.2.3',
          },
        },
        spec: {
          compositeTypeRef: { apiVersion: 'toys.example.org/v1alpha1', kind: 'Widget' },
          mode: 'Pipeline',
          pipeline: [
            {
              step: 'compose',
              functionRef: { name: 'toys-toys-functions-1-2-3' },
              input: {
                apiVersion: 'planesmith.dev/v1alpha1',
                kind: 'Input',
                target: 'cloud',
                platform: 'toys',
                platformVersion: '1.2.3',
              },
              requirements: {
                requiredResources: [
                  {
                    requirementName: 'environment',
                    apiVersion: 'apiextensions.crossplane.io/v1beta1',
                    kind: 'EnvironmentConfig',
                    name: 'toys',
                  },
                  {
                    requirementName: 'rights',
                    apiVersion: 'apiextensions.crossplane.io/v1beta1',
                    kind: 'EnvironmentConfig',
                    name: 'toys-cloud-compose-1-2-3',
                  },
                ],
              },
            },
          ],
        },
      },
    ]);
  });

  it('is for the XR of the claim in the claims flavour, with the same name', () => {
    const chart = Testing.chart();
    new Composition(chart, 'composition', { api: widget, target: 'local', context: { ...context, flavour: 'claims' } });
    const [composition] = Testing.synth(chart) as unknown[];
    expect(composition).toMatchObject({
      metadata: { name: 'widgets-local' },
      spec: { compositeTypeRef: { kind: 'XWidget' } },
    });
  });

  it.each([
    { reason: 'nothing is added', change: () => undefined, expected: ['compose'] },
    {
      reason: 'steps before and after it run in the order in which they were added',
      change: (own: Composition) =>
        own.after(stepNamed('c')).before(stepNamed('a')).before(stepNamed('b')).after(stepNamed('d')),
      expected: ['a', 'b', 'compose', 'c', 'd'],
    },
  ])('has the steps $expected: $reason', ({ change, expected }) => {
    expect(steps(change)).toEqual(expected);
  });

  it.each(['compose', 'mine'])('refuses a second step named %s', (name) => {
    expect(() => steps((own) => own.before(stepNamed('mine')).after(stepNamed(name)))).toThrow(UserError);
  });

  it('refuses a target that the API does not have', () => {
    expect(() => new Composition(Testing.chart(), 'composition', { api: widget, target: 'moon', context })).toThrow(
      UserError,
    );
  });

  it('works in any cdk8s app, with the labels and ids of that app', () => {
    const chart = new Chart(new App(), 'theirs', { labels: { team: 'theirs' }, disableResourceNameHashes: true });
    const xrd = new XRD(chart, 'widgets', { api: widget, context, defaultTarget: 'local' });
    const composition = new Composition(chart, 'local', { api: widget, target: 'local', context });
    composition.addDependency(xrd);
    composition.metadata.addLabel('channel', 'canary');
    const [first, second] = chart.toJson() as { metadata: unknown }[];
    expect(first).toMatchObject({ kind: 'CompositeResourceDefinition', metadata: { labels: { team: 'theirs' } } });
    expect(second?.metadata).toEqual({
      name: 'widgets-local',
      labels: expect.objectContaining({ team: 'theirs', channel: 'canary', 'planesmith.dev/target': 'local' }),
    });
  });
});
