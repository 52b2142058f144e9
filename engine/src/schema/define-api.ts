/** Turns the definition of an API into the API: fills in its defaults, reviews it and freezes it. */
import type { AnyApi, Api, ApiDefinition, SecretKeys } from './api.ts';
import { resolveColumns } from './column.ts';
import { forAnySpec } from './convert.ts';
import type { Limit, Limits } from './limits/limit.ts';
import { deepFreeze } from './make-node.ts';
import type { Schema } from './node.ts';
import { pluralOf } from './kind-name.ts';
import { apiIssues } from './review/api.ts';
import { refuse } from './review/review.ts';
import { objectSchema } from './xr.ts';

/** The API, checked and frozen; throws a `UserError` that lists everything wrong with the definition. */
export function api<
  const Spec extends Schema,
  const Recorded extends Schema,
  const Status extends Schema,
  const Targets extends readonly [string, ...string[]],
  const Secret extends SecretKeys,
>({
  convert,
  ...definition
}: ApiDefinition<Spec, Recorded, Status, Targets, Secret>): Api<Spec, Recorded, Status, Targets, Secret> {
  const singular = definition.singular ?? definition.kind.toLowerCase();
  const named = {
    shortNames: [],
    categories: [],
    version: 'v1alpha1',
    alsoServed: [],
    deprecatedVersions: {},
    scope: 'Namespaced',
    rules: [],
    tasks: {},
    ...definition,
    limits: listed(definition.limits),
    singular,
    plural: definition.plural ?? pluralOf(singular),
  } as const;
  const columns = resolveColumns(definition.columns ?? [], objectSchema(named));
  // Frozen before the review, since `xrSchema` remembers the schema of this very value.
  const complete = deepFreeze({ ...named, columns, ...(convert !== undefined && { convert: forAnySpec(convert) }) });
  refuse(`API ${definition.kind}`, apiIssues(complete as AnyApi));
  return complete as Api<Spec, Recorded, Status, Targets, Secret>;
}

function listed(limits: Readonly<Record<string, Limit | readonly Limit[] | undefined>> = {}): Limits {
  return Object.fromEntries(
    Object.entries(limits).flatMap(([field, all]) => (all === undefined ? [] : [[field, [all].flat()]])),
  );
}
