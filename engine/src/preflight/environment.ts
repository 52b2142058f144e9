/** The facts of the cluster, and the identities of its providers. */
import { applyDefaults, check } from '../schema/index.ts';
import { type Answers, at, itemsIn } from './answers.ts';
import { type Check, fail, pass, unknown } from './check.ts';
import { groupOf } from '../schema/kind-name.ts';
import { type ClusterNeeds, installedKinds } from './needs.ts';

export const environmentPath = (platform: string) =>
  `/apis/apiextensions.crossplane.io/v1beta1/environmentconfigs/${platform}`;

/** The check of the EnvironmentConfig: it is there, fits its schema, and has every section that the target needs. */
export function environmentCheck(answers: Answers, { platform, target, environment }: ClusterNeeds): Check {
  const name = `EnvironmentConfig ${platform}`;
  const answer = answers(environmentPath(platform));
  if ('why' in answer) return unknown(name, answer.why, 'it must hold the facts of this cluster');
  if ('absent' in answer)
    return fail(
      name,
      'there is none',
      `write the facts of this cluster into a copy of dist/install/${target}/environment.yaml, and give it to \`planesmith install --facts\``,
    );
  const data: unknown = applyDefaults(environment.schema, (at(answer.found, 'data') ?? {}) as never);
  const missing = environment.sections.filter((section) => at(data, ...section.split('.')) === undefined);
  const mistakes = check(environment.schema, data, { path: 'data', strict: false })
    .filter(({ path }) => path !== '')
    .map(({ path, message }) => `${path}: ${message}`);
  const findings = [
    ...missing.map((section) => `data.${section} is missing, which target ${target} needs`),
    ...mistakes,
  ];
  if (findings.length === 0) return pass(name, `it has the facts that target ${target} needs`);
  return fail(name, findings.join('; '), 'correct it: claims wait for these facts');
}

/** The provider configurations that somebody must make, by group and version. */
export function identities(needs: ClusterNeeds): readonly { readonly group: string; readonly path: string }[] {
  const managed = installedKinds(needs).filter(({ apiVersion }) =>
    /\.m\.(upbound|crossplane)\.io$/.test(groupOf(apiVersion)),
  );
  // Claims bring configurations of their own for these.
  const own = new Set(
    managed.filter(({ kind }) => kind === 'ProviderConfig').map(({ apiVersion }) => groupOf(apiVersion)),
  );
  const versions = managed.map(({ apiVersion }) => apiVersion).filter((apiVersion) => !own.has(groupOf(apiVersion)));
  // A family has one for all of its members: `aws.m.upbound.io` for `rds.aws.m.upbound.io`.
  const families = versions.map((apiVersion) =>
    apiVersion.replace(/^[^.]+\.([^.]+\.m\.upbound\.io)\/.*/, '$1/v1beta1'),
  );
  const byGroup = new Map(families.map((apiVersion) => [groupOf(apiVersion), apiVersion]));
  return [...byGroup]
    .map(([group, apiVersion]) => ({ group, path: `/apis/${apiVersion}/clusterproviderconfigs` }))
    .toSorted((one, other) => (one.group < other.group ? -1 : 1));
}

/** A check for each family of providers: whether it has an identity, and whether that is a key or one of the workload. */
export function identityChecks(answers: Answers, needs: ClusterNeeds): readonly Check[] {
  return identities(needs).map(({ group, path }) => {
    const name = `identity for ${group}`;
    const answer = answers(path);
    const items = itemsIn(answer);
    const remedy = 'create the ClusterProviderConfig that the environment names, or `default`';
    if ('absent' in answer)
      return fail(
        name,
        'the cluster has no ClusterProviderConfig of that group yet',
        `once its provider is there, ${remedy}`,
      );
    if (typeof items === 'string') return unknown(name, items, remedy);
    const sources = items.map(({ metadata, spec }) => ({
      config: metadata?.name ?? '',
      source: String(at(spec, 'credentials', 'source')),
    }));
    if (sources.length === 0) return fail(name, 'there is no ClusterProviderConfig', remedy);
    const listed = sources.map(({ config, source }) => `${config} (${source})`).join(', ');
    // A key can be read and copied, which is for the platform team to judge.
    return pass(
      name,
      sources.some(({ source }) => source === 'Secret') ? `${listed}; a Secret is a key that never ends` : listed,
    );
  });
}
