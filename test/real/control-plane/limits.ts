/** The refusals of the API server for claims that ask for more than their environment allows. */
import { type LimitedClaim, limitedClaims } from '../../cases/limited-claims.ts';
import { platform } from '../../cases/platform.ts';
import { exampleSpec, type Loose } from '../../fixtures.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const apis = new Map(Object.entries(platform.apis));

/** The APIs of which there are limited claims. */
export const limitedApis = [...new Set(limitedClaims.map(({ key }) => key))].map((key) => apis.get(key)!);

/** The path under which the API server lists claims of these in the namespace `default`. */
export const pathOf = ({ plural, scope, version }: (typeof limitedApis)[number]) =>
  `/apis/${platform.group}/${version}/${scope === 'Cluster' ? '' : 'namespaces/default/'}${plural}`;

/** The environments of the claims, and the claims of each. */
export const byEnvironment: ReadonlyMap<Loose, readonly LimitedClaim[]> = Map.groupBy(
  limitedClaims,
  (claim) => claim.environment,
);

/** Writes the EnvironmentConfig, waits until the API server judges by it, and returns its answers to the claims. */
export async function judgedIn(plane: ControlPlane, data: Loose, claims: readonly LimitedClaim[]): Promise<string[]> {
  const config = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };
  const path = `/apis/apiextensions.crossplane.io/v1beta1/environmentconfigs/${platform.name}`;
  await plane.client.apply(path, { ...config, metadata: { name: platform.name }, data });
  const answers = () => Promise.all(claims.map((claim) => refusal(plane, claim)));
  const isAsExpected = (said: readonly string[]) =>
    claims.every(({ says }, index) => (says === '') === (said[index] === ''));
  await until(
    'the API server to see the environment',
    30,
    async () => isAsExpected(await answers()) || undefined,
  ).catch(
    // What it says in the end is what the test compares.
    () => undefined,
  );
  return answers();
}

/** The message with which the API server refuses a new claim; empty if it accepts it. Nothing is stored. */
function refusal({ client }: ControlPlane, { key, spec }: LimitedClaim): Promise<string> {
  const api = apis.get(key)!;
  const claim = {
    apiVersion: `${platform.group}/${api.version}`,
    kind: api.kind,
    metadata: { name: 'limited' },
    spec: { ...exampleSpec(key), ...spec },
  };
  return client.create(`${pathOf(api)}?dryRun=All`, claim).then(
    () => '',
    ({ message }: Error) => message,
  );
}
