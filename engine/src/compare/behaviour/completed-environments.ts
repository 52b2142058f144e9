/**
 * Completes the environments of an old release with the facts that only the new one requires, as a platform team does before it installs that.
 * Otherwise every claim would just wait there, and nothing else that the release does to it would be seen.
 */
import { sectionAt } from '../../authoring/sections.ts';
import type { KubernetesObject } from '../../render/index.ts';
import type { Finding } from '../finding.ts';

type Environments = Readonly<Record<string, KubernetesObject>>;

/** A fact of one environment, such as `aws.auditTrail`. */
export interface Fact {
  readonly environment: string;
  readonly path: string;
}

/** The environments for the new release. */
export interface CompletedEnvironments {
  /** Those of the old release, by the same names. */
  readonly environments: Environments;
  /** What they got from the environment of that name in the new release. */
  readonly completed: readonly Fact[];
  /** What they still lack, since the new release has no such environment, or that has no such fact. */
  readonly lacking: readonly Fact[];
}

const rules: ReadonlySet<string> = new Set(['environment-required-field-added', 'environment-field-required']);

/** The environments `old`, completed from those of the new release by what the findings of the contract say is required now. */
export function completedEnvironments(
  old: Environments,
  now: Environments,
  contract: readonly Finding[],
): CompletedEnvironments {
  const paths = contract
    .filter(({ rule, place }) => rules.has(rule) && !place.includes('['))
    .map(({ place }) => place.slice('environment '.length));
  const facts = Object.keys(old).flatMap((environment) => paths.map((path) => ({ environment, path })));
  const missing = facts.filter(({ environment, path }) => isMissing(dataOf(old[environment]), path));
  const given = ({ environment, path }: Fact): unknown =>
    Object.hasOwn(now, environment) ? sectionAt(dataOf(now[environment]), path) : undefined;
  const completed = missing.filter((fact) => given(fact) !== undefined);
  const environments = Object.entries(old).map(([name, config]): [string, KubernetesObject] => {
    const own = completed.filter(({ environment }) => environment === name);
    const data = own.reduce((known, fact) => withFact(known, fact.path.split('.'), given(fact)), dataOf(config));
    return [name, own.length === 0 ? config : { ...config, data }];
  });
  return {
    environments: Object.fromEntries(environments),
    completed,
    lacking: missing.filter((fact) => given(fact) === undefined),
  };
}

/** Whether the fact is absent and the section around it is there: without that section nothing asks for the fact. */
function isMissing(data: object, path: string): boolean {
  const end = path.lastIndexOf('.');
  const isAsked = end === -1 || sectionAt(data, path.slice(0, end)) !== undefined;
  return isAsked && sectionAt(data, path) === undefined;
}

function withFact(data: object, [head = '', ...rest]: readonly string[], value: unknown): object {
  const below: unknown = Object.hasOwn(data, head) ? (data as Record<string, unknown>)[head] : {};
  return { ...data, [head]: rest.length === 0 ? value : withFact(Object(below), rest, value) };
}

function dataOf(config: KubernetesObject | undefined): object {
  return Object(config?.['data'] ?? {});
}
