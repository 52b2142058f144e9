/** Whether the APIs that a new platform takes can be served by it. */
import { UserError } from '../errors.ts';
import { composedKinds } from '../platform/composed-apis.ts';
import { kebab } from '../schema/kind-name.ts';
import type { Taken } from './catalogue.ts';

/** Throws a `UserError` if an API and the targets do not fit, or if an API composes claims of one that is not taken. */
export function insistOnFit({ apis }: Pick<Taken, 'apis'>, targets: readonly string[]): void {
  const misfit = apis.find(({ api }) => !api.targets.some((target) => targets.includes(target)));
  if (misfit !== undefined) throw noTarget([misfit], targets);
  const unknown = targets.filter((target) => !apis.some(({ api }) => api.targets.includes(target)));
  if (unknown.length > 0) throw noTarget(apis, unknown);
  const kinds = apis.map(({ api }) => api.kind);
  const lackingOf = ({ apiFunction }: Taken['apis'][number]) =>
    composedKinds(apiFunction, targets).filter((kind) => !kinds.includes(kind));
  const incomplete = apis.filter((taken) => lackingOf(taken).length > 0);
  if (incomplete.length === 0) return;
  const problems = incomplete.map((taken) => `${taken.api.kind} composes claims of ${lackingOf(taken).join(' and ')}`);
  const all = new Set([...kinds, ...incomplete.flatMap(lackingOf)]);
  throw new UserError(`${problems.join('; ')}, which the platform would lack`, {
    hint: `give --apis ${[...all].map(kebab).join(',')}`,
  });
}

function noTarget(apis: Taken['apis'], lacking: readonly string[]): UserError {
  const [has, their] = apis.length === 1 ? ['has', 'its'] : ['have', 'their'];
  const known = new Set(apis.flatMap(({ api }) => [...api.targets]));
  return new UserError(`${apis.map(({ api }) => api.kind).join(' and ')} ${has} no target ${lacking.join(', ')}`, {
    hint: `${their} targets are ${[...known].join(', ')}: give other --targets`,
  });
}
