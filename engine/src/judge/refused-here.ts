/** What an environment refuses of new claims, as the policies of the install bundle do: more than its limits, and what is outside its catalogue. */
import { type AnyApi, applyDefaults, platformTeam } from '../schema/index.ts';
import { cataloguePath, catalogueRemedy, outsideCatalogue } from '../schema/limits/catalogue.ts';
import { exceeded } from '../schema/limits/exceeded.ts';
import { remedyText } from '../schema/limits/limit.ts';
import type { HintedIssue } from './hints.ts';
import type { Judged, Judgement } from './judge.ts';
import type { Offer } from './verdict.ts';

/**
 * The claims with what the environment refuses of each; `environment` has its data, with every default. A namespace is taken for one of a team, unless
 * the files have it without the label of one. Limits are those of a valid claim: the API server would not ask a policy about another one.
 */
export function refusedHere({ claims, teamless }: Judgement, { apis }: Offer, environment: object): readonly Judged[] {
  const byKind = new Map(Object.values(apis).map((api) => [api.kind, api]));
  return claims.map((judged) => {
    const { kind, namespace, valid } = judged.verdict;
    const api = byKind.get(kind ?? '');
    // The schema has said already what is wrong with a claim of another group or version.
    if (api === undefined) return judged;
    const issues = [
      ...(teamless.has(namespace ?? '') ? [] : catalogueIssues(api, environment)),
      ...(valid ? limitIssues(api, judged.value, environment) : []),
    ];
    return issues.length === 0 ? judged : withErrors(judged, issues);
  });
}

function catalogueIssues({ plural, scope }: AnyApi, environment: object): HintedIssue[] {
  const message = scope === 'Namespaced' ? outsideCatalogue(plural, environment) : undefined;
  if (message === undefined) return [];
  return [{ path: cataloguePath, message, hint: remedyText({ who: platformTeam, remedy: catalogueRemedy }) }];
}

function limitIssues(api: AnyApi, value: Judged['value'], environment: object): HintedIssue[] {
  const spec = applyDefaults(api.spec, (value['spec'] ?? {}) as never) as Readonly<Record<string, unknown>>;
  const judged = { spec, environment, recorded: {} };
  return Object.entries(api.limits).flatMap(([field, limits]) => {
    const message = limits.map((limit) => exceeded(limit, spec[field], judged)).find((reason) => reason !== undefined);
    const hint = remedyText({ who: platformTeam });
    return message === undefined ? [] : [{ path: `spec.${field}`, message, hint }];
  });
}

function withErrors(judged: Judged, issues: readonly HintedIssue[]): Judged {
  const { verdict, place } = judged;
  const errors = [...verdict.errors, ...issues.map((issue) => ({ ...issue, ...place(issue.path) }))];
  return { ...judged, verdict: { ...verdict, valid: false, errors } };
}
