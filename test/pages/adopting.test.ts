/** What docs/adopting.md says of everything in a cloud that outlives its claim. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cells as everyCell, exampleSpec, facts, readyClaim } from '../fixtures.ts';

const text = readFileSync(new URL('../../docs/adopting.md', import.meta.url), 'utf8');
const [, byItself = '', byHand = ''] =
  /## What is found by itself\n([^]*?)\n## What is adopted by hand\n([^]*?)\n## /.exec(text) ?? [];

/** The kinds that a section names for an API on a target. */
function named(section: string, target: string, api: string): string[] {
  const rows = section.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return rows
    .filter(([, first, second]) => first === target && second === api)
    .flatMap(([, , , third = '']) => [...third.matchAll(/`(\w+)`/g)].map(([, kind = '']) => kind))
    .toSorted();
}

const cells = everyCell.filter(({ target }) => ['aws', 'gcp', 'azure'].includes(target));

test.each(cells)(
  'what a $kind on $target leaves behind is found by itself or adopted by hand',
  ({ key, kind, target }) => {
    const environment = { ...facts(), deletion: 'retain' };
    const claim = readyClaim({ kind, target, environment, spec: exampleSpec(key) });
    const retained = [...claim.objects.values()].filter(({ apiVersion, spec: asked }) => {
      const { managementPolicies = ['*'] } = (asked ?? {}) as { managementPolicies?: string[] };
      const isInServer = apiVersion.startsWith('postgresql.sql.');
      return !isInServer && !managementPolicies.includes('*') && !managementPolicies.includes('Delete');
    });
    const kinds = (isNamed: boolean) =>
      [
        ...new Set(
          retained
            .filter(({ metadata }) => 'crossplane.io/external-name' in (metadata.annotations ?? {}) === isNamed)
            .map((object) => object.kind),
        ),
      ].toSorted();
    // One server is made anew whatever its name: it has a section of its own.
    const elsewhere = target === 'gcp' && kind === 'Database' ? ['DatabaseInstance'] : [];
    expect([...elsewhere, ...named(byItself, target, kind)]).toEqual(kinds(true));
    // Settings of something else are written again.
    const isSetting = (name: string) => /^Bucket./.test(name);
    expect(named(byHand, target, kind)).toEqual(kinds(false).filter((name) => !isSetting(name)));
    for (const name of [...elsewhere, ...kinds(false)]) expect(text).toContain(`\`${name}\``);
  },
);
