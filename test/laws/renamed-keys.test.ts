/** The new comes before the old: if a release calls a resource otherwise, the old object goes once all parts of the claim are ready. */
import { describe, expect, test } from 'vitest';
import { cells, exampleSpec, facts, type Loose, readyClaim, usualEnvironment } from '../fixtures.ts';

const earlier = 'earlier';
const keyAnnotation = 'crossplane.io/composition-resource-name';
const severityFatal = 1;

/** What happens to the claim's object under `key` if the last release called it `earlier`: its fates, pass by pass. */
function fatesOf(claim: ReturnType<typeof readyClaim>, key: string): string[] {
  const { metadata, ...rest } = claim.objects.get(key) as Loose;
  claim.objects.delete(key);
  const annotations = { ...metadata.annotations, [keyAnnotation]: earlier };
  claim.objects.set(earlier, {
    ...rest,
    metadata: { ...metadata, name: `${metadata.name}-old`, annotations },
  } as never);
  const fates: string[] = [];
  for (let pass = 0; pass < 8 && claim.objects.has(earlier); pass += 1) {
    const { results } = claim.reconcile();
    if (results.some(({ severity }) => (severity as number) === severityFatal)) return ['kept, and the claim stops'];
    const [old, successor] = [earlier, key].map((name) => claim.objects.has(name));
    fates.push(`${old ? 'old' : ''} ${successor ? 'new' : ''}`.trim());
    for (const name of claim.objects.keys()) claim.play(name, 'ready');
  }
  return fates;
}

describe.each(cells)('$kind on $target', ({ key: api, kind, target }) => {
  const options = { kind, target, environment: facts(usualEnvironment(target)), spec: exampleSpec(api) };
  const keys = [...readyClaim(options).objects.keys()].filter((key) => key !== 'connection-secret');

  test.each(keys)('keeps what is now %s until that is there and ready', (key) => {
    const fates = fatesOf(readyClaim(options), key);
    if (fates[0] === 'kept, and the claim stops') return;
    // The old alone while the new one waits for others, then both, and the new alone at the end.
    expect(fates.join(', ')).toMatch(/^(old, )*old new, (old new, )*new$/);
  });
});

test('nobody sees a claim that is ready while the old object is all there is', () => {
  const claim = readyClaim({ kind: 'Cache', target: 'local', environment: facts('local'), spec: exampleSpec('cache') });
  expect(fatesOf(claim, 'network')).toEqual(['old new', 'new']);
});
