/** The definition that makes an approved API known to a cluster: a cdk8s construct for Crossplane's XRD. */
import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type AnyApi,
  type Flavour,
  toStructural,
  xrdName,
  xrKind,
  xrPlural,
  xrSchema,
  xrSingular,
} from '../schema/index.ts';
import { compositionName } from './composition-name.ts';
import type { PlatformContext } from './context.ts';
import { sortKeys } from './sort-keys.ts';

export interface XRDProps {
  readonly api: AnyApi;
  readonly context: Pick<PlatformContext, 'group' | 'flavour'>;
  /** The target of claims that have not been given one yet. Without a default, Crossplane picks a Composition at random. */
  readonly defaultTarget: string;
}

/**
 * A CompositeResourceDefinition: `apiextensions.crossplane.io/v2` in the namespaced flavour, v1 with `claimNames` behind claims.
 * A cluster-scoped API has no claims, so it is v2 in both flavours.
 */
export class XRD extends ApiObject {
  readonly #spec: object;
  readonly #patches: JsonPatch[] = [];

  constructor(scope: Construct, id: string, { api, context, defaultTarget }: XRDProps) {
    const flavour = xrdFlavour(api, context.flavour);
    super(scope, id, {
      apiVersion: `apiextensions.crossplane.io/${flavour === 'claims' ? 'v1' : 'v2'}`,
      kind: 'CompositeResourceDefinition',
      metadata: { name: xrdName(api, context.group, flavour) },
    });
    this.#spec = {
      group: context.group,
      ...(flavour === 'claims' ? legacyNames(api) : { scope: api.scope, names: developerNames(api) }),
      defaultCompositionRef: { name: compositionName(api, defaultTarget) },
      versions: [api.version, ...api.alsoServed].map((name) => ({
        name,
        served: true,
        referenceable: name === api.version,
        additionalPrinterColumns: api.columns,
        schema: { openAPIV3Schema: toStructural(xrSchema(api)) },
      })),
    };
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.#patches.push(...patches);
  }

  /** The bytes of cdk8s's own serializer, without its walk through every node of the schema and without losing `null` values. */
  override toJson(): unknown {
    const { apiVersion, kind } = this;
    return JsonPatch.apply(
      { apiVersion, kind, metadata: this.metadata.toJson(), spec: sortKeys(this.#spec) },
      ...this.#patches,
    );
  }
}

/** The flavour in which an API is really served: claims are namespaced, so a cluster-scoped API has none. */
export function xrdFlavour(api: AnyApi, flavour: Flavour): Flavour {
  return api.scope === 'Cluster' ? 'namespaced' : flavour;
}

/** What developers type. Short names and categories belong to one kind of a cluster only: to the developers'. */
function developerNames({ kind, plural, singular, shortNames, categories }: AnyApi) {
  return {
    kind,
    plural,
    singular,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
}

function legacyNames(api: AnyApi) {
  return {
    scope: 'LegacyCluster',
    names: {
      kind: xrKind(api, 'claims'),
      plural: xrPlural(api, 'claims'),
      singular: xrSingular(api, 'claims'),
    },
    claimNames: developerNames(api),
  };
}
