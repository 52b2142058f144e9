import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { packageObjects, type PackageKind } from './objects.ts';

const object = (apiVersion: string, kind: string, name = 'widgets') => ({ apiVersion, kind, metadata: { name } });

describe('the objects of a package', () => {
  const refused: { kind: PackageKind; apiVersion: string; of: string; reason: string }[] = [
    { kind: 'Configuration', apiVersion: 'v1', of: 'ConfigMap', reason: 'the parser knows no such kind' },
    {
      kind: 'Configuration',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      of: 'ClusterRole',
      reason: 'roles belong in the install bundle',
    },
    {
      kind: 'Configuration',
      apiVersion: 'apiextensions.k8s.io/v1',
      of: 'CustomResourceDefinition',
      reason: 'the linter wants XRDs',
    },
    {
      kind: 'Configuration',
      apiVersion: 'apiextensions.crossplane.io/v1beta1',
      of: 'EnvironmentConfig',
      reason: 'it holds facts of a cluster',
    },
    {
      kind: 'Configuration',
      apiVersion: 'apiextensions.crossplane.io/v3',
      of: 'CompositeResourceDefinition',
      reason: 'there is no such version',
    },
    {
      kind: 'Function',
      apiVersion: 'apiextensions.crossplane.io/v1',
      of: 'Composition',
      reason: 'a Function holds only its input',
    },
  ];
  it.each(refused)('of a $kind cannot be a $of: $reason', ({ kind, apiVersion, of }) => {
    expect(() => packageObjects('toy', kind, [object(apiVersion, of)])).toThrow(
      `package toy cannot hold ${of} widgets (${apiVersion}): Crossplane accepts only`,
    );
  });

  it('are unique, also in different versions', () => {
    const twice = ['v1', 'v2'].map((version) =>
      object(`apiextensions.crossplane.io/${version}`, 'CompositeResourceDefinition'),
    );
    expect(() => packageObjects('toy', 'Configuration', twice)).toThrow(
      'two objects CompositeResourceDefinition widgets',
    );
  });

  it.each(['', 'Widgets', '../widgets', 'a/b', '-a'])('cannot be called %j', (name) => {
    const composition = object('apiextensions.crossplane.io/v1', 'Composition', name);
    expect(() => packageObjects('toy', 'Configuration', [composition])).toThrow(UserError);
  });

  it('have the same order for any order of the input', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(names, fc.nat(), (all, seed) => {
        const objects = all.flatMap((name) => [
          object('apiextensions.crossplane.io/v1', 'Composition', name),
          object('apiextensions.crossplane.io/v2', 'CompositeResourceDefinition', name),
        ]);
        const shuffled = objects.toSorted((a, b) => hash(a.metadata.name, seed) - hash(b.metadata.name, seed));
        expect(packageObjects('toy', 'Configuration', shuffled)).toEqual(
          packageObjects('toy', 'Configuration', objects),
        );
      }),
    );
  });
});

function hash(text: string, seed: number): number {
  return [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 1009, seed % 1009);
}
