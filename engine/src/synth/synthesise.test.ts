import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { api } from '../schema/index.ts';
import { widget } from '../testing/widget.ts';
import { Composition, type CompositionProps } from './composition.ts';
import { functionName, functionNameProblems, functionRepository } from './function-name.ts';
import { synthesise, type SynthesisPackage, type SynthesisPlatform } from './synthesise.ts';

const gadget = api({ ...widget, kind: 'Gadget', plural: 'gadgets', singular: 'gadget', targets: ['cloud'] });
const compose = (toy: typeof widget | typeof gadget) => (scope: Construct, props: CompositionProps) => {
  new Composition(scope, 'it', { api: toy, ...props });
};

function withOperation(scope: Construct, props: CompositionProps): void {
  compose(widget)(scope, props);
  new ApiObject(new Chart(scope, 'more'), 'operation', {
    apiVersion: 'ops.crossplane.io/v1alpha1',
    kind: 'CronOperation',
    metadata: { name: `tidy-${props.target}` },
  });
}

function toys(compositions: object = { widget: compose(widget), gadget: compose(gadget) }): SynthesisPlatform {
  return {
    name: 'toys',
    group: 'toys.example.org',
    version: '1.2.3',
    functionName: 'toys-functions-1-2-3',
    apis: { widget, gadget },
    loadCompositions: async () => compositions as Awaited<ReturnType<SynthesisPlatform['loadCompositions']>>,
  };
}

interface Pipeline {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly pipeline: readonly { readonly input: { readonly targets?: readonly string[] } }[] };
}

const both: SynthesisPackage = {
  name: 'toys-all',
  apis: ['widget', 'gadget'],
  targets: ['local', 'cloud'],
  flavour: 'namespaced',
};
const names = async (platform: SynthesisPlatform, pkg: SynthesisPackage) =>
  (await synthesise(platform, pkg)).objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('synthesise', () => {
  it('gives XRDs before Compositions, sorted by name, with one Composition for every target of an API', async () => {
    expect(await names(toys(), both)).toEqual([
      'CompositeResourceDefinition gadgets.toys.example.org',
      'CompositeResourceDefinition widgets.toys.example.org',
      'Composition gadgets-cloud',
      'Composition widgets-cloud',
      'Composition widgets-local',
    ]);
  });

  it("uses the package's first target that an API has as its default", async () => {
    const { objects } = await synthesise(toys(), both);
    const defaults = objects.slice(0, 2).map(({ spec }) => (spec as Record<string, unknown>)['defaultCompositionRef']);
    expect(defaults).toEqual([{ name: 'gadgets-cloud' }, { name: 'widgets-local' }]);
  });

  it('lets the environment choose among several targets, in the default Composition alone', async () => {
    const choices = async (pkg: SynthesisPackage) => {
      const { objects } = await synthesise(toys(), pkg);
      const compositions = objects.filter(({ kind }) => kind === 'Composition') as unknown as Pipeline[];
      return compositions.map(({ metadata, spec }) => [metadata.name, spec.pipeline[0]?.input.targets]);
    };
    expect(await choices(both)).toEqual([
      ['gadgets-cloud', undefined],
      ['widgets-cloud', undefined],
      ['widgets-local', ['local', 'cloud']],
    ]);
    expect(await choices({ ...both, targets: ['cloud'] })).toEqual([
      ['gadgets-cloud', undefined],
      ['widgets-cloud', undefined],
    ]);
  });

  it('gives the same bytes again', async () => {
    expect(JSON.stringify(await synthesise(toys(), both))).toBe(JSON.stringify(await synthesise(toys(), both)));
  });

  it('keeps further objects of a composition, also in a separate chart', async () => {
    const objects = await names(toys({ widget: withOperation }), { ...both, apis: ['widget'], targets: ['local'] });
    expect(objects.at(-1)).toBe('CronOperation tidy-local');
  });

  it.each([
    { reason: 'the composition creates nothing', compositions: { widget: () => undefined, gadget: compose(gadget) } },
    {
      reason: 'the composition is for another API',
      compositions: { widget: compose(gadget), gadget: compose(gadget) },
    },
  ])('refuses a package whose default Composition would not exist: $reason', async ({ compositions }) => {
    const refused = synthesise(toys(compositions), { ...both, targets: ['cloud'] });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(/widget/);
  });

  it("gives an API without an entry the same Composition as one whose entry adds no step: the platform's function alone", async () => {
    expect(await synthesise(toys({}), both)).toEqual(await synthesise(toys(), both));
  });
});

describe('the name of a Function', () => {
  it.each([
    { registry: 'registry.example.org/platform', expected: 'platform-toys-functions-1-2-3' },
    { registry: 'registry.example.org', expected: 'toys-functions-1-2-3' },
    { registry: '127.0.0.1:5000/a_b/c.d', expected: 'ab-c-d-toys-functions-1-2-3' },
  ])('is the one that Crossplane uses for an installation from $registry', ({ registry, expected }) => {
    expect(functionName(functionRepository(registry, 'toys', '1.2.3'))).toBe(expected);
  });

  it('refuses a path that Crossplane would cut, since releases would then share one name', () => {
    const registry = `registry.example.org/${'deep/'.repeat(10)}down`;
    expect(functionNameProblems(functionRepository(registry, 'toys', '1.2.3'))).toEqual([
      expect.stringMatching(/at 63/),
    ]);
  });
});
