import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { isConstraint, isVersion } from './constraint.ts';
import { packageMeta, type Dependency, type Identity } from './meta.ts';

const toy: Identity = { name: 'toy-local', version: '0.1.0', crossplane: '>=v2.0.0-0' };
const dependency: Dependency = {
  kind: 'Function',
  package: 'registry.example.org/toy/toy-functions',
  version: '0.1.0',
};

describe('a meta object', () => {
  it('of a Configuration names Crossplane and its dependencies', () => {
    expect(packageMeta('Configuration', { ...toy, about: { license: 'Apache-2.0' } }, [dependency])).toEqual({
      apiVersion: 'meta.pkg.crossplane.io/v1',
      kind: 'Configuration',
      metadata: { name: 'toy-local', annotations: { 'meta.crossplane.io/license': 'Apache-2.0' } },
      spec: {
        crossplane: { version: '>=v2.0.0-0' },
        dependsOn: [
          {
            apiVersion: 'pkg.crossplane.io/v1',
            kind: 'Function',
            package: 'registry.example.org/toy/toy-functions',
            version: '0.1.0',
          },
        ],
      },
    });
  });

  it('of a Function has the capability composition', () => {
    expect(packageMeta('Function', toy).spec).toEqual({
      capabilities: ['composition'],
      crossplane: { version: '>=v2.0.0-0' },
    });
  });

  const refused: { reason: string; identity?: Partial<Identity>; dependsOn?: Partial<Dependency> }[] = [
    { reason: 'a name with capitals', identity: { name: 'Toy' } },
    { reason: 'a name that would leave its folder', identity: { name: '../toy' } },
    { reason: 'a name of 64 characters', identity: { name: 'x'.repeat(64) } },
    { reason: 'a version with v', identity: { version: 'v0.1.0' } },
    { reason: 'a version of two parts', identity: { version: '0.1' } },
    { reason: 'a constraint that does not parse', identity: { crossplane: 'two or newer' } },
    { reason: 'a dependency with a tag', dependsOn: { package: 'registry.example.org/toy/functions:v1.0.0' } },
    {
      reason: 'a dependency with a digest in its name',
      dependsOn: { package: `registry.example.org/toy@sha256:${'0'.repeat(64)}` },
    },
    { reason: 'a dependency without a registry', dependsOn: { package: 'toy/functions' } },
    { reason: 'a dependency on a short digest', dependsOn: { version: 'sha256:abc' } },
    { reason: 'a dependency on a branch', dependsOn: { version: 'main' } },
  ];
  it.each(refused)('refuses $reason', ({ identity, dependsOn }) => {
    const build = () => packageMeta('Configuration', { ...toy, ...identity }, [{ ...dependency, ...dependsOn }]);
    expect(build).toThrow(UserError);
  });

  it.each(['127.0.0.1:5000/toy/functions', 'registry.example.org/toy'])('accepts the repository %s', (repository) => {
    const pinned = { ...dependency, package: repository, version: `sha256:${'0'.repeat(64)}` };
    expect(packageMeta('Configuration', toy, [pinned]).spec.dependsOn).toHaveLength(1);
  });
});

describe('a version constraint', () => {
  const texts = [
    '1.2.3',
    'v1.2.3',
    '=1.2.3',
    '>= 1.2, < 3',
    '>=1.2 <3',
    '^2',
    '~1.2.x',
    '*',
    '1.2 - 1.4',
    '>=v2.0.0-0 || 3.x',
    '1.0.0-rc.1+b',
  ];
  it.each(texts)('may be %j', (text) => expect(isConstraint(text)).toBe(true));
  it.each(['', 'latest', '>=', '1.2.3.4', '1.2.3 ||', '>= 1,, 2', 'sha256:0', '>=2.4.0-01', '^01.2'])(
    'may not be %j',
    (text) => expect(isConstraint(text)).toBe(false),
  );
});

describe('a version', () => {
  it.each(['0.1.0', '10.20.30', '1.0.0-rc.1'])('may be %j', (text) => expect(isVersion(text)).toBe(true));
  it.each(['v1.0.0', '1.0', '1.0.x', '1.0.0-', '', '1.0.0/..', '1.0.0-0123456', '01.0.0'])('may not be %j', (text) =>
    expect(isVersion(text)).toBe(false),
  );
});
