/** Deprecations: complete, and with a sunset as late as the stability of the version promises. */
import type { Issue } from '../../errors.ts';
import type { AnyApi } from '../api.ts';
import { daysBetween, isDay } from '../day.ts';
import { type Deprecation, noticeDays, noticeOf, type Stability, stabilityOf, versionWarning } from '../deprecation.ts';
import { child } from '../field-path.ts';
import type { Node } from '../node.ts';

/** What is wrong with a deprecation by itself. */
export function deprecationProblems({ instead, since, sunset }: Deprecation): string[] {
  const odd = Object.entries({ since, sunset }).filter(([, day]) => !isDay(String(day)));
  return [
    ...(String(instead ?? '').trim() === '' ? ['is deprecated without saying what to use instead'] : []),
    ...odd.map(([name, day]) => `is deprecated, but ${name} is ${JSON.stringify(day)}: write a day such as 2027-01-31`),
    ...(odd.length === 0 && daysBetween(since, sunset) < 0 ? [`has its sunset before ${since}, its since`] : []),
  ];
}

/** The deprecations of an API whose sunset is too soon, or that leave nothing to go to. */
export function deprecationIssues(api: AnyApi): Issue[] {
  const days = noticeOf(api);
  const ofFields = (['spec', 'recorded', 'status'] as const).flatMap((part) => hasty(api[part], part, days));
  return [...ofFields, ...Object.entries(api.deprecatedVersions).flatMap((entry) => versionIssues(api, entry))];
}

function hasty(node: Node, path: string, days: number): Issue[] {
  const own = node.deprecated === undefined ? [] : noticeProblems(node.deprecated, days);
  return [
    ...own.map((message) => ({ path, message })),
    ...below(node, path).flatMap(([at, its]) => hasty(its, at, days)),
  ];
}

function below(node: Node, path: string): readonly (readonly [path: string, node: Node])[] {
  if (node.kind === 'object') return Object.entries(node.fields).map(([name, field]) => [child(path, name), field]);
  if (node.kind === 'array') return [[`${path}[]`, node.items]];
  return node.kind === 'map' ? [[`${path}[*]`, node.values]] : [];
}

function noticeProblems({ since, sunset }: Deprecation, days: number): string[] {
  if (daysBetween(since, sunset) >= days) return [];
  return [`has its sunset on ${sunset}, less than ${days} days after ${since}: so long must it work at this stability`];
}

/** Of an XRD's version: `DeprecationWarning` in github.com/crossplane/crossplane/apis v2.3.3 apiextensions/v2/xrd_types.go. */
const longestWarning = 256;

const order: readonly Stability[] = ['alpha', 'beta', 'stable'];

function versionIssues(api: AnyApi, [version, deprecation]: readonly [string, Deprecation]): Issue[] {
  const path = child('deprecatedVersions', version);
  const served = [api.version, ...api.alsoServed];
  if (!served.includes(version)) return [{ path, message: `is not served: the versions are ${served.join(', ')}` }];
  const stability = stabilityOf(version);
  const others = served.filter((name) => !Object.hasOwn(api.deprecatedVersions, name));
  const isReplaced = others.some((name) => order.indexOf(stabilityOf(name)) >= order.indexOf(stability));
  const problems = deprecationProblems(deprecation);
  return [
    ...problems,
    ...(problems.length > 0 ? [] : noticeProblems(deprecation, noticeDays[stability])),
    ...(versionWarning(api.kind, version, deprecation).length > longestWarning
      ? ['says too much for the warning of an XRD, which has 256 characters: shorten instead']
      : []),
    ...(isReplaced ? [] : ['has no version to go to: serve another one that is as stable, and not deprecated']),
  ].map((message) => ({ path, message }));
}
