/** Says in a sentence what an environment allows of a field, for people who read about the field. */
import type { Limit } from './limit.ts';

/** What the limit allows, without a full stop, such as `at most limits.storageGB`. The path is that of a fact in the EnvironmentConfig's data. */
export function limitSentence(limit: Limit): string {
  const when = Object.entries(limit.when ?? {}).map(([field, value]) => `${field} is ${String(value)}`);
  return `${allowed(limit)}${when.length === 0 ? '' : `, if ${when.join(' and ')}`}`;
}

function allowed(limit: Limit): string {
  if ('among' in limit) return `one of ${limit.among}`;
  if ('needs' in limit) return `${String(limit.value)} only with ${limit.needs}`;
  const { most, unit, amounts } = limit;
  if (amounts === undefined) return `at most ${most}${unit === undefined ? '' : `, counted in ${unit}`}`;
  const each = Object.entries(amounts).map(([value, amount]) => `${value} as ${amount}`);
  return `at most ${most}, which counts ${each.join(', ')}`;
}
