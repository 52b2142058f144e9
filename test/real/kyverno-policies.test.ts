/** Kyverno's own engine refuses the same requests as the API server and the function, in the same words. */
import { applyDefaults } from 'planesmith/schema';
import { describe, it } from 'vitest';
import { catalogued, catalogueRemedy, catalogueRequests } from '../cases/catalogue-requests.ts';
import { type LimitedClaim, limitedClaims, limitRemedy } from '../cases/limited-claims.ts';
import { platform } from '../cases/platform.ts';
import { bundledObjects } from '../cases/policies.ts';
import { exampleSpec } from '../fixtures.ts';
import { type KyvernoQuestion, kyvernoVerdicts, missingForKyvernoVerdicts } from './control-plane/kyverno-verdicts.ts';

const missing = await missingForKyvernoVerdicts();
const policies = new Map(bundledObjects('limits-kyverno.yaml').map((object) => [object.metadata?.name, object]));
const apis = new Map(Object.entries(platform.apis));
const person = { username: 'ada@example.org' };

/** The request to make the claim, or to change it without touching what is limited. */
function asking({ key, spec, environment }: LimitedClaim, isChange = false): KyvernoQuestion {
  const { kind, plural, version, spec: schema } = apis.get(key)!;
  const object = {
    apiVersion: `${platform.group}/${version}`,
    kind,
    metadata: { name: 'limited' },
    spec: applyDefaults(schema, { ...exampleSpec(key), ...spec }) as object,
  };
  return {
    policy: policies.get(`${platform.name}-limits-${plural}`)!,
    kind: { group: platform.group, version, kind, plural },
    user: person,
    object,
    environment,
    ...(isChange && { oldObject: { ...object, metadata: { name: 'limited', labels: { stage: 'try' } } } }),
  };
}

describe('the policies on limits in the engine of Kyverno', () => {
  it('refuse the claims that the API server refuses, in the same words', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const said = await kyvernoVerdicts(limitedClaims.map((claim) => asking(claim)));
    const expected = limitedClaims.map(({ says }) =>
      says === '' ? { status: 'pass', message: 'success' } : { status: 'fail', message: `${says}${limitRemedy}` },
    );
    context.expect(said).toEqual(expected);
  });

  it('let a claim keep what it has, and say nothing without the EnvironmentConfig', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const refused = limitedClaims.filter(({ says }) => says !== '');
    const said = await kyvernoVerdicts([
      ...refused.map((claim) => asking(claim, true)),
      ...refused.map((claim) => ({ ...asking(claim), environment: undefined })),
    ]);
    context.expect(new Set(said.map(({ status }) => status))).toEqual(new Set(['pass']));
  });
});

describe('the policy on the catalogue of teams in the engine of Kyverno', () => {
  it('refuses the objects that the API server refuses, in the same words', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const policy = policies.get(`${platform.name}-catalogue`)!;
    const questions = catalogueRequests.map(({ kind, user, groups, isOfNoTeam = false, isPart = false }) => ({
      policy,
      kind,
      user: { username: user, ...(groups && { groups }) },
      environment: catalogued,
      namespace: {
        metadata: { name: 'apps', labels: isOfNoTeam ? {} : { [`${platform.group}/team`]: 'shop' } },
      },
      object: {
        apiVersion: `${kind.group}/${kind.version}`,
        kind: kind.kind,
        metadata: { name: 'made', ...(isPart && { ownerReferences: [{ kind: 'ConfigMap', controller: true }] }) },
      },
    }));
    const said = await kyvernoVerdicts(questions);
    for (const [index, { reason, says }] of catalogueRequests.entries()) {
      const { status, message } = said[index]!;
      context.expect(status === 'fail' ? message : '', reason).toBe(says === '' ? '' : `${says}${catalogueRemedy}`);
      // Nothing else may look like an approval, such as an error in an expression.
      if (says === '') context.expect(['pass', 'skip', ''], reason).toContain(status);
    }
  });
});
