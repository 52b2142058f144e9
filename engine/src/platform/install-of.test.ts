import { describe, expect, it } from 'vitest';
import type { Install } from '../synth/install.ts';
import { installOf } from './install-of.ts';
import { perTarget, resolvePackage } from './package.ts';

const packages = perTarget('toys', ['local']).map((pkg) => resolvePackage(pkg, {}));
const empty = () => {};

describe('what a platform adds to its install bundles', () => {
  it('is nothing if it names nothing', async () => {
    expect(await installOf({ packages })).toEqual({});
  });

  it('is for targets that there are, else it does not compile', () => {
    // @ts-expect-error: a misspelt target
    const misspelt = { lokal: { flag: empty } } satisfies Install<'local'>;
    expect(Object.keys(misspelt)).toEqual(['lokal']);
  });

  it.each([
    { install: { moon: { flag: empty } }, says: 'the target "moon", which no package has' },
    { install: { local: { rbac: empty } }, says: 'install.local.rbac would replace rbac.yaml' },
    { install: { local: { '../flag': empty } }, says: 'install.local has the name "../flag"' },
  ])('cannot have $says', async ({ install, says }) => {
    const load = async () => ({ install: install as Install });
    await expect(installOf({ packages, install: load })).rejects.toThrow(says);
  });
});
