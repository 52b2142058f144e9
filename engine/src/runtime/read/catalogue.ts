/** Whether a new claim may be made in its namespace, as the policy says at admission (release/catalogue.ts). */
import type { Refusal } from '../../authoring/planner.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { type AnyApi, platformTeam } from '../../schema/index.ts';
import { cataloguePath, catalogueRemedy, outsideCatalogue } from '../../schema/limits/catalogue.ts';
import { teamLabel } from '../../schema/vocabulary.ts';
import type { Xr } from './xr.ts';

/** What the refusal of a claim depends on. */
interface Asked {
  readonly api: Pick<AnyApi, 'plural'>;
  readonly xr: Pick<Xr, 'claim' | 'isPart'>;
  readonly environment: object;
}

/**
 * The refusal of a claim that the catalogue does not list, in the namespace of a team. There is none while the namespace is unknown, since nothing is
 * composed then.
 *
 * What another claim composed is not refused. Here that is the claim's own word, unless admission guards it: the policy asks Crossplane's account, which a
 * function does not see.
 */
export function catalogueRefusal(
  { api, xr, environment }: Asked,
  home: Unstructured | null | undefined,
): Refusal | undefined {
  const isOfTeam = home?.metadata.labels?.[teamLabel(xr.claim.group)] !== undefined;
  const why = isOfTeam && !xr.isPart ? outsideCatalogue(api.plural, environment) : undefined;
  return why === undefined ? undefined : { path: cataloguePath, why, who: platformTeam, remedy: catalogueRemedy };
}
