import { describe, expect, it } from 'vitest';
import type { Install } from '../synth/install.ts';
import { installProblems } from './install-problems.ts';

const empty = () => {};

describe('the charts of an install bundle', () => {
  it('are fine if there are none', () => {
    expect(installProblems({}, new Set(['local']))).toEqual([]);
  });

  it.each([
    { install: { moon: { flag: empty } }, says: 'the target "moon", which no package has' },
    { install: { local: { rbac: empty } }, says: 'install.local.rbac would replace rbac.yaml' },
    { install: { local: { runtime: empty } }, says: 'install.local.runtime would replace runtime.yaml' },
    { install: { local: { operators: empty } }, says: 'install.local.operators would replace operators.yaml' },
    {
      install: { local: { 'image-config': empty } },
      says: 'install.local.image-config would replace image-config.yaml',
    },
    { install: { local: { kustomization: empty } }, says: 'install.local.kustomization would replace' },
    { install: { local: { '../flag': empty } }, says: 'install.local has the name "../flag"' },
  ])('cannot have $says', ({ install, says }) => {
    expect(installProblems(install as Install, new Set(['local'])).join()).toContain(says);
  });
});
