/** Every API on every target, where the first answer is applied only in part and its status never written: the claim becomes the same. */
import { readdirSync } from 'node:fs';
import type { Json } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from '../played/claim.ts';

const environments = readdirSync(new URL('../../examples/environments', import.meta.url)).map((file) =>
  file.replace('.yaml', ''),
);
const places = Object.entries(platform.apis).flatMap(([key, { kind, targets }]) =>
  targets.flatMap((target) => environments.map((environment) => ({ key, kind, target, environment }))),
);

/** The claim after its first reconcile. */
function begun({ key, kind, target, environment }: (typeof places)[number]): PlayedClaim {
  const claim = new PlayedClaim({
    kind,
    target,
    environment: environmentConfig(environment)['data'] as Record<string, unknown>,
    spec: example(`${key}.yaml`)['spec'] as Record<string, Json>,
  });
  claim.reconcile();
  return claim;
}

/** All that it becomes, as text. */
function settled(claim: PlayedClaim): string {
  claim.settle();
  return claim.fingerprint();
}

describe.each(places)('$kind on $target in $environment', (place) => {
  const whole = settled(begun(place));
  const keys = [...begun(place).objects.keys()];

  test.each([
    { part: 'only', isApplied: (key: string, of: string) => key === of },
    { part: 'all but', isApplied: (key: string, of: string) => key !== of },
  ])('becomes the same where $part one object was applied', ({ isApplied }) => {
    const others = keys.filter((of) => {
      const claim = begun(place);
      for (const key of keys) if (!isApplied(key, of)) claim.objects.delete(key);
      claim.status = undefined;
      return settled(claim) !== whole;
    });
    expect(others).toEqual([]);
  });
});
