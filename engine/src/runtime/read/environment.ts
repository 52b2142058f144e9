/** Reads the platform's EnvironmentConfig, which the Composition's step requires. */
import type { Resources } from '@crossplane-org/function-sdk-typescript';
import type { Issue } from '../../errors.ts';
import { applyDefaults, check, type Schema } from '../../schema/index.ts';
import type { EnvironmentBase } from '../../authoring/planner.ts';
import { inOrder, isSame } from './in-order.ts';
import { Incapable, Lacking } from '../../authoring/incapable.ts';
import { sentence } from './issues.ts';
import { withKnownChoices } from './known-choices.ts';
import { sectionAt, withoutSections } from '../../authoring/sections.ts';

/** The name of the static requirement in the Composition's step. */
export const environmentRequirement = 'environment';

/** The data of an EnvironmentConfig. */
export type Environment = EnvironmentBase & Readonly<Record<string, unknown>>;

/**
 * Returns a reader of the environment, which is frozen and has its defaults. The reader throws `Incapable` if the environment is absent or
 * does not fit the schema. That cannot deadlock: Crossplane fetches the requirements of the step before the first call.
 *
 * Unknown fields are accepted, and unknown choices in lists, because one EnvironmentConfig serves functions of several releases. A `foreign` section, which only other
 * APIs read, counts as absent if it has a mistake.
 */
export function environmentReader(
  schema: Schema,
  kind: string,
  foreign: readonly string[] = [],
): (resources: Resources | undefined, name: string) => Environment {
  // A cluster has one environment, so the next claim usually has the same. Commands ask about a few in turn.
  let known: readonly Known[] = [];
  return (resources, name) => {
    const written = dataOf(resources, kind, name);
    const before = known.find((one) => one.written === written || isSame(one.data, written));
    if (before !== undefined) {
      if (before !== known[0]) known = [before, ...known.filter((one) => one !== before)];
      return before.environment;
    }
    const data = withKnownChoices(schema, inOrder(written));
    let [environment, issues] = checked(schema, data);
    const without = new Set<string>();
    // Inmost sections first: the section around a mistake may be in use, and a rule may connect two sections.
    while (issues.length > 0) {
      const broken = foreign.filter(
        (section) => !without.has(section) && issues.some(({ path }) => isWithin(path, `data.${section}`)),
      );
      if (broken.length === 0) break;
      broken
        .filter((section) => !broken.some((other) => other.startsWith(`${section}.`)))
        .forEach((inmost) => without.add(inmost));
      [environment, issues] = checked(schema, withoutSections(data, [...without]));
    }
    if (without.size > 0 && issues.length > 0) [environment, issues] = checked(schema, withoutSections(data, foreign));
    if (issues.length > 0) {
      throw new Lacking(
        issues.map(({ path }) => path),
        `EnvironmentConfig ${name} lacks facts that ${kind} needs: ${sentence(issues)}; the platform team must complete it`,
      );
    }
    const read = { written, data, environment: frozen(environment as Environment) };
    known = [read, ...known].slice(0, mostKnown);
    return read.environment;
  };
}

/** An environment that was read, as it was written and with its keys in order. */
interface Known {
  readonly written: unknown;
  readonly data: unknown;
  readonly environment: Environment;
}

const mostKnown = 8;

function checked(schema: Schema, data: unknown): [environment: unknown, issues: readonly Issue[]] {
  const environment: unknown = applyDefaults(schema, data as never);
  return [environment, check(schema, environment as never, { path: 'data', strict: false })];
}

/** Whether a path such as `data.aws.clients.cidrs[0]` leads into a section. */
function isWithin(path: string, section: string): boolean {
  return path === section || path.startsWith(`${section}.`) || path.startsWith(`${section}[`);
}

function dataOf(resources: Resources | undefined, kind: string, name: string): unknown {
  if (resources === undefined) {
    throw new Incapable(
      `The step of the Composition does not require the resource "${environmentRequirement}": the platform team must install the Compositions that belong to this function`,
    );
  }
  const config = resources.items[0]?.resource;
  if (config !== undefined) return config['data'] ?? {};
  throw new Incapable(
    `EnvironmentConfig ${name} does not exist in this cluster: the platform team must create it before ${kind} can be served`,
  );
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Throws `Incapable` if one of the needed sections is absent. */
export function requireSections(
  environment: Environment,
  needed: readonly string[],
  { kind, target, name }: { kind: string; target: string; name: string },
): void {
  const absent = needed.filter((section) => sectionAt(environment, section) === undefined);
  if (absent.length === 0) return;
  const paths = absent.map((section) => `data.${section}`);
  throw new Lacking(
    paths,
    `EnvironmentConfig ${name} has no ${paths.join(' and ')}, which ${kind} needs on target ${target}; the platform team must add it`,
  );
}
