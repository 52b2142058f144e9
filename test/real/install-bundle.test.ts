import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildRelease, chartObjects } from 'planesmith/release';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { devNamespace } from '../../apis/dev-namespace.ts';
import { expiry } from '../../compositions/install/expiry.ts';
import { catalogueRemedy, catalogueRequests } from '../cases/catalogue-requests.ts';
import { platform, synthesisedFor } from '../cases/platform.ts';
import { limitRemedy } from '../cases/limited-claims.ts';
import { environmentNames, facts, type Loose } from '../fixtures.ts';
import { answered, broughtPaths, catalogueObjects, disowned, offerCatalogue } from './control-plane/catalogue.ts';
import type { Item } from './control-plane/client.ts';
import { cases, expiredNamespace, make, tent, tentKind, tents, workplaces } from './control-plane/expiring.ts';
import { changedEnvironments, isReadable, refusalOf, warningOn } from './control-plane/environments.ts';
import { byEnvironment, judgedIn, limitedApis, pathOf } from './control-plane/limits.ts';
import { cleanupAccount, missingForKyverno, startKyverno } from './control-plane/kyverno.ts';
import { allowed, rights } from './control-plane/people.ts';
import { policyWarnings } from './control-plane/policies.ts';
import { tail, until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { deeds, deployerBinding, tried } from './control-plane/teams.ts';

const root = resolve(import.meta.dirname, '../..');
const target = 'local';

const missing = (await missingForControlPlane()) ?? (await missingForKyverno());

describe('the install bundle on a real control plane with the real cleanup controller of Kyverno', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    if (missing !== undefined) return;
    const only = platform.packages.filter(({ targets }) => targets.includes(target)).map(({ name }) => name);
    const { files } = await buildRelease(platform, root, { only, architectures: [], release: false });
    const bundled = (name: string) => {
      const text = String(files.find(({ path }) => path === `install/${target}/${name}`)?.content);
      return parseAllDocuments(text).map((document) => document.toJS() as Item);
    };
    plane = await startControlPlane();
    const xrds = await Promise.all(limitedApis.map((api) => synthesisedFor(api, target, 'namespaced')));
    await apply(plane, 'kinds', [...xrds.map(({ xrd }) => xrd), tentKind, expiredNamespace, ...catalogueObjects]);
    for (const path of [workplaces, tents, ...broughtPaths, ...limitedApis.map(pathOf)])
      await until(`${path} to be served`, 60, async () => (await plane.client.answers(path)) || undefined);
    for (const claim of cases) await make(plane, claim);
    // From here on the policies protect the claims, as in a cluster.
    const names = ['rbac.yaml', 'policies.yaml', 'roles.yaml', 'environment-policies.yaml'];
    await apply(plane, 'policies', [...names.flatMap((name) => bundled(name)), deployerBinding]);
    await startKyverno(plane);
    const toys = chartObjects('expiry', (chart) =>
      expiry(chart, { platform: 'toys', group: platform.group, target, apis: [tent, devNamespace as never] }),
    ) as Item[];
    await apply(plane, 'expiry', [...bundled('expiry.yaml'), ...toys].map(everyMinute));
    await apply(plane, 'limits-kyverno', bundled('limits-kyverno.yaml'));
  });
  afterAll(async () => {
    await plane?.stop();
  });

  it('deletes expired claims, except those whose data is retained', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { expect } = context;
    const left = async () => {
      const found = await Promise.all(cases.map(({ path, name }) => plane.client.get(`${path}/${name}`)));
      return cases.map((claim, index) => ({ ...claim, isDeleted: found[index] === undefined }));
    };
    try {
      await until('the expired claims to be gone', 200, async () => {
        expect(await left()).toEqual(cases);
        return true;
      });
      // Only a pass that has ended is followed by another one.
      for (const name of [
        `${platform.name}-${target}-expiry`,
        `toys-${target}-expiry`,
        `toys-${target}-expiry-inside`,
      ]) {
        await until(`the end of a pass of ${name}`, 30, async () => {
          const policy = await plane.client.get(`/apis/policies.kyverno.io/v1/deletingpolicies/${name}`);
          return (policy?.['status']?.lastExecutionTime as string | undefined) ?? undefined;
        });
      }
    } catch (error) {
      console.error(await tail(join(plane.folder, 'kyverno-cleanup-controller.log'), 30));
      throw error;
    }
  });

  it.for([
    { verb: 'delete', resource: `devnamespaces.${platform.group}`, answer: 'yes' },
    { verb: 'delete', resource: `tents.${platform.group}`, answer: 'yes' },
    { verb: 'update', resource: `tents.${platform.group}`, answer: 'no' },
    { verb: 'delete', resource: 'namespaces', answer: 'no' },
    { verb: 'update', resource: `devnamespaces.${platform.group}`, answer: 'no' },
    // With this right Kyverno would delete every object that has its cleanup label.
    { verb: 'watch', resource: `devnamespaces.${platform.group}`, answer: 'no' },
  ])('lets the cleanup controller $verb $resource: $answer', async ({ verb, resource, answer }, context) => {
    if (missing !== undefined) return context.skip(missing);
    const answered = await plane
      .kubectl('auth', 'can-i', verb, resource, `--as=${cleanupAccount}`)
      .catch(({ stdout }: { stdout: string }) => stdout);
    context.expect(answered.trim()).toBe(answer);
  });

  it.for(rights)('lets $who and nobody else $verb $resource', async (right, context) => {
    if (missing !== undefined) return context.skip(missing);
    context.expect((await allowed(plane, right)).toSorted()).toEqual([...right.who].toSorted());
  });

  it.for(deeds)('allows or refuses $groups on a claim of the team: $reason', async (deed, context) => {
    if (missing !== undefined) return context.skip(missing);
    const refusal = await tried(plane, deed);
    if (deed.refusal === undefined) context.expect(refusal).toBe('');
    else context.expect(refusal).toContain(deed.refusal);
  });

  it.for(environmentNames)('takes the EnvironmentConfig of examples/environments/%s.yaml', async (name, context) => {
    if (missing !== undefined) return context.skip(missing);
    context.expect(await refusalOf(plane, facts(name))).toBe('');
    context.expect(await warningOn(plane, facts(name))).toBe('');
  });

  it.for<{ reason: string; change: (data: Loose) => unknown; says: string }>([
    { reason: 'nothing in it', change: () => ({}), says: 'data.name: is required; data.tier: is required' },
    {
      reason: 'a text in place of a section',
      change: (data) => ({ ...data, aws: 'eu-west-1' }),
      says: 'data.aws: must be a map',
    },
    {
      reason: 'an unknown choice and a pattern at once',
      change: (data) => ({ ...data, tier: 'production', name: 'Dev' }),
      says: 'data.name: must match ^[a-z]([a-z0-9]|-[a-z0-9])*$; data.tier: must be one of local, dev, staging, prod',
    },
    {
      reason: 'an id twice',
      change: (data) => ({ ...data, aws: { ...data['aws'], subnetIDs: ['subnet-0a1b2c3d', 'subnet-0a1b2c3d'] } }),
      says: 'data.aws.subnetIDs: has an entry twice',
    },
    {
      reason: 'a field without a value',
      change: (data) => ({ ...data, links: { ...data['links'], docs: null } }),
      says: 'data.links.docs: must be a string',
    },
    {
      reason: 'a rule over two sections',
      change: (data) => ({ ...data, postgres: { versions: ['16'], defaultVersion: '17' } }),
      says: 'data.postgres.defaultVersion: the default version must be one of the offered versions',
    },
  ])('refuses an EnvironmentConfig with $reason', async ({ change, says }, context) => {
    if (missing !== undefined) return context.skip(missing);
    context
      .expect(await refusalOf(plane, change(facts('dev')) as Loose))
      .toContain(`EnvironmentConfig platform: ${says}`);
  });

  it('refuses each EnvironmentConfig that the functions could not read, and no other', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { expect } = context;
    // Each ninth of them takes a quarter of a minute; nine and the number of wrong values have no common factor.
    const some = changedEnvironments().filter((_, index) => index % 9 === 0);
    expect(some.length).toBeGreaterThan(400);
    const different: string[] = [];
    for (const { change, data, isNull } of some) {
      const refusal = await refusalOf(plane, data);
      // The functions take null for no value; an administrator who writes it means a value.
      if (!isNull && (refusal === '') !== isReadable(data)) different.push(`${change}: ${refusal}`);
      if (refusal !== '') expect(refusal).toContain('EnvironmentConfig platform: data');
    }
    expect(different).toEqual([]);
  });

  it('only warns of fields that it does not know, which the next release may have', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { aws, ...rest } = facts('dev');
    const data = { ...rest, aws: { ...aws, regoin: 'eu-west-1' }, moon: {} };
    context.expect(await refusalOf(plane, data)).toBe('');
    context.expect(await warningOn(plane, data)).toContain('does not know: data.moon; data.aws.regoin');
  });

  it('refuses the claims that ask for more than their environment allows, in the words of the function', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    for (const [data, claims] of byEnvironment) {
      const said = await judgedIn(plane, data, claims);
      for (const [index, { says }] of claims.entries()) {
        if (says === '') context.expect(said[index]).toBe('');
        else context.expect(said[index]).toContain(`denied request: ${says}${limitRemedy}`);
      }
    }
  });

  it('lets only what the environment lists into the namespace of a team, whatever an object says of itself', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    await offerCatalogue(
      plane,
      catalogueRequests.find(({ says }) => says !== '')!,
    );
    for (const request of catalogueRequests) {
      const said = await answered(plane, request);
      if (request.says === '') context.expect(said, request.reason).toBe('');
      else context.expect(said, request.reason).toContain(`denied request: ${request.says}${catalogueRemedy}`);
    }
  });

  it('takes no namespace from its team by way of a subresource', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    context.expect(await disowned(plane)).toContain('only the platform team gives a namespace to no team');
  });

  it('leaves EnvironmentConfigs of others alone', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    context.expect(await refusalOf(plane, { colour: 'green' }, 'another')).toBe('');
  });

  it('has no policy that the API server warns about', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    context.expect(await policyWarnings(plane)).toEqual([]);
  });
});

/** The policy with a schedule that is short enough for a test. */
function everyMinute(item: Item): Item {
  return item.kind === 'DeletingPolicy' ? { ...item, spec: { ...item['spec'], schedule: '* * * * *' } } : item;
}

async function apply({ kubectl, folder }: ControlPlane, name: string, items: readonly object[]): Promise<void> {
  const file = join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl('apply', '--server-side', '-f', file);
}
