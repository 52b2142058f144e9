/** What an environment limits is one rule: the function and the policies of the install bundle refuse the same claims, in the same words. */
import { applyDefaults } from 'planesmith/schema';
import { type AdmissionPolicy, refusalBy } from 'planesmith/testing';
import { describe, expect, it } from 'vitest';
import { type LimitedClaim, limitedClaims, limitRemedy } from '../cases/limited-claims.ts';
import { platform } from '../cases/platform.ts';
import { bundledPolicies as policies } from '../cases/policies.ts';
import { cells, exampleSpec } from '../fixtures.ts';
import { refusals } from '../played/claim.ts';

const apis = Object.entries(platform.apis);
const apiOf = (key: string) => apis.find(([name]) => name === key)![1];
const policyOf = (key: string) => policies.get(`${platform.name}-limits-${apiOf(key).plural}`);

/** The spec as the API server shows it to policies, and stores it. */
function specOf({ key, spec }: LimitedClaim): object {
  return applyDefaults(apiOf(key).spec, { ...exampleSpec(key), ...spec }) as object;
}

function byPolicy(claim: LimitedClaim, oldObject?: object): string {
  const params = { data: claim.environment };
  const object = { spec: specOf(claim) };
  return refusalBy(policyOf(claim.key) as AdmissionPolicy, { object, params, ...(oldObject && { oldObject }) });
}

describe.each(limitedClaims)('a $key with $spec: $says', (claim) => {
  const expected = claim.says === '' ? '' : `${claim.says}${limitRemedy}`;

  it('gets this from the policy, and nothing if the update is about something else', () => {
    expect(byPolicy(claim)).toBe(expected);
    expect(byPolicy(claim, { spec: specOf(claim) })).toBe('');
  });

  it.each(cells.filter(({ key }) => key === claim.key))(
    'gets this from the function on $target',
    ({ kind, target }) => {
      const spec = { ...exampleSpec(claim.key), ...claim.spec };
      // A target may lack something besides, which no policy knows.
      const said = refusals({ kind, target, environment: claim.environment, spec }).join('; ');
      if (expected === '') expect(said).not.toMatch(/is not offered here|allowed here|deploys here|are offered here/);
      else expect(said).toContain(expected);
    },
  );
});

describe('the claims above', () => {
  it.each(apis.filter(([, { limits }]) => Object.keys(limits).length > 0))(
    'try every limit of %s',
    (key, { limits }) => {
      const own = limitedClaims.filter((claim) => claim.key === key);
      for (const field of Object.keys(limits)) {
        expect(
          own.some(({ says }) => says.startsWith(`spec.${field}: `)),
          field,
        ).toBe(true);
        expect(
          own.some(({ says, spec }) => says === '' && field in spec),
          field,
        ).toBe(true);
      }
      const reasons = new Set(
        own.map(({ says }) => says.replace(/^spec\.|[\dA-Z]+d?\b/g, '')).filter((says) => says !== ''),
      );
      expect(reasons.size).toBeGreaterThanOrEqual(Object.values(limits).flat().length);
    },
  );

  it('are of every API for which there is a policy', () => {
    const limited = [...policies.keys()].filter((name) => name?.startsWith(`${platform.name}-limits-`));
    expect(new Set(limitedClaims.map(({ key }) => `${platform.name}-limits-${apiOf(key).plural}`))).toEqual(
      new Set(limited),
    );
  });
});
