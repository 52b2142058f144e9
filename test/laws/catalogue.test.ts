/** Only what the environment lists is made in namespaces of teams, whatever an object says of itself. */
import { type AdmissionPolicy, refusalBy } from 'planesmith/testing';
import { describe, expect, it } from 'vitest';
import { catalogued, catalogueRemedy, catalogueRequests } from '../cases/catalogue-requests.ts';
import { bundledPolicies } from '../cases/policies.ts';

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
