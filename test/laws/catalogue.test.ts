/** Only what the environment lists is made in namespaces of teams, whatever an object says of itself. */
import { type AdmissionPolicy, refusalBy } from 'planesmith/testing';
import { describe, expect, it } from 'vitest';
import { catalogued, catalogueRemedy, catalogueRequests } from '../cases/catalogue-requests.ts';
import { bundledPolicies } from '../cases/policies.ts';
import { platform } from '../cases/platform.ts';
import { cells, exampleSpec, readyClaim, usualEnvironment, facts } from '../fixtures.ts';
import { PlayedClaim, refusals } from '../played/claim.ts';

/** The account that Crossplane runs as, which the policy is not about, as namespaces of no team. */
const isAbout = ({ user, isOfNoTeam = false }: (typeof catalogueRequests)[number]) =>
  !isOfNoTeam && !user.endsWith(':crossplane-system:crossplane');

describe('the policy on the catalogue of teams', () => {
  const policy = bundledPolicies.get('platform-catalogue') as AdmissionPolicy;

  it.each(catalogueRequests.filter(isAbout))('judges $reason', ({ kind, user, groups, isPart = false, says }) => {
    const request = {
      resource: { resource: kind.plural, group: kind.group, version: kind.version },
      userInfo: { username: user, ...(groups && { groups }) },
    };
    const object = { metadata: isPart ? { ownerReferences: [{ controller: true }] } : {} };
    const said = refusalBy(policy, { object, request, params: { data: catalogued } });
    expect(said).toBe(says === '' ? '' : `${says}${catalogueRemedy}`);
  });
});

describe('the function, where no policy stands', () => {
  const namespace = (labels: Readonly<Record<string, string>>) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'team-a', labels },
  });
  const ofTeam = namespace({ [`${platform.group}/team`]: 'shop' });
  const only = (environment: string, catalogue: readonly string[]) => ({ ...facts(environment), catalogue });

  it.each(cells.filter(({ api }) => api.scope === 'Namespaced'))(
    'refuses a new $kind on $target in the same words, if it is not listed, and takes it otherwise',
    ({ key, kind, api, target }) => {
      const data = only(usualEnvironment(target), ['podmonitors.monitoring.coreos.com']);
      const claim = { kind, target, spec: exampleSpec(key), environment: data };
      const words = `kind: ${api.plural} is not offered in namespaces of teams here, only podmonitors.monitoring.coreos.com${catalogueRemedy}`;
      for (const flavour of ['namespaced', 'claims'] as const)
        expect(refusals({ ...claim, flavour, others: [ofTeam] }).join('; ')).toContain(words);
      expect(refusals({ ...claim, others: [namespace({})] }).join('; ')).not.toContain('namespaces of teams');
      const listed = { ...data, catalogue: [api.plural] };
      expect(refusals({ ...claim, environment: listed, others: [ofTeam] }).join('; ')).not.toContain('of teams');
    },
  );

  it('lets a claim go on that was there before the list', () => {
    const [target, kind] = ['incluster', 'Cache'];
    const options = { kind, target, spec: exampleSpec('cache'), environment: facts('dev') };
    const before = readyClaim({ ...options, others: [ofTeam] });
    const { status, objects, secrets } = structuredClone({
      status: before.status,
      objects: before.objects,
      secrets: before.secrets,
    });
    const after = new PlayedClaim({ ...options, environment: only('dev', ['databases']), others: [ofTeam] });
    Object.assign(after, { status, objects, secrets });
    after.reconcile();
    expect(after.objects).toEqual(before.objects);
    expect(JSON.stringify(after.status)).not.toContain('namespaces of teams');
  });
});
