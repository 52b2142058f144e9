/** The operators of an install bundle: those behind the kinds of a target, each with the Helm chart that installs it. */
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { type Lock, lockFile, neededOf, type Pin } from '../lock/index.ts';
import { operatorListFile } from './operator-list.ts';
import { nearest } from '../schema/index.ts';
import { groupOf } from '../schema/kind-name.ts';
import type { OperatorSettings, Operators } from '../synth/install.ts';
import { readYaml, toYaml } from '../yaml/index.ts';

const head =
  '# The operators behind the kinds of this target, for `planesmith install`. kubectl does not read this file.\n';

/** The API groups of the objects in some files. */
export function groupsIn(files: readonly File[]): readonly string[] {
  const objects = files
    .flatMap(({ content }) => readYaml(String(content)).documents)
    .flatMap((document) => ('value' in document ? [document.value as { readonly apiVersion?: string }] : []));
  return [...new Set(objects.map(({ apiVersion = '' }) => groupOf(apiVersion)))];
}

/** The file `operators.yaml`, which lists the operators that bring some of the groups; no file if there are none. */
export function operatorsFile(
  target: string,
  lock: Lock,
  groups: readonly string[],
  settings: Operators,
): readonly File[] {
  const needed = neededOf(lock, { groups, functions: [], references: [], offered: [] });
  if (needed.operators.length === 0) return [];
  const operators = needed.operators.map((pin) => entryOf(pin, chartOf(lock, pin.name), settings[pin.name] ?? {}));
  return [{ path: `install/${target}/${operatorListFile}`, content: `${head}${toYaml({ operators })}` }];
}

/** Throws a `UserError` if there are settings for an operator that no chart of the lock installs, or settings that nobody reads. */
export function insistOperators(lock: Lock, settings: Operators): void {
  for (const [name, given] of Object.entries(settings)) {
    insistSettings(`operators.${name}`, given);
    const isOperator = lock.operators.some((pin) => pin.name === name);
    if (isOperator && chartOf(lock, name) !== undefined) continue;
    const lacks = isOperator ? `no chart ${name}` : `no operator ${name}`;
    throw new UserError(`operators.${name} has settings, and ${lockFile} has ${lacks}`, {
      hint: 'a chart installs the operator of the same name: add it to the lock, or remove the settings beside `install`',
    });
  }
}

/** What may stand there. A platform in JavaScript has no compiler that says so. */
const settingRules: Readonly<Record<keyof OperatorSettings, { is: (value: unknown) => boolean; what: string }>> = {
  namespace: {
    is: (value) => typeof value === 'string' && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
    what: 'the name of a namespace',
  },
  values: { is: isMap, what: 'a map of values of the chart' },
};

function insistSettings(path: string, given: unknown): void {
  const known = Object.keys(settingRules);
  const hint = `settings of an operator are ${known.join(' and ')}, such as { namespace: 'kafka' }`;
  if (!isMap(given)) throw new UserError(`${path} is no map of settings`, { hint });
  for (const field of Object.keys(given)) {
    if (known.includes(field)) continue;
    const meant = nearest(field, known);
    throw new UserError(`${path} has no field ${field}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
      hint,
    });
  }
  for (const [field, { is, what }] of Object.entries(settingRules)) {
    if (given[field] === undefined || is(given[field])) continue;
    throw new UserError(`${path}.${field} is not ${what}`, { hint });
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function chartOf({ charts }: Lock, operator: string): Pin | undefined {
  return charts.find(({ name }) => name === operator);
}

function entryOf({ name, version, groups = [] }: Pin, chart: Pin | undefined, settings: OperatorSettings): object {
  if (chart === undefined) return { name, version, groups };
  const { image, version: tag, digest } = chart;
  const { namespace = name, values } = settings;
  return { name, version, groups, namespace, chart: { image, version: tag, digest }, ...(values && { values }) };
}
