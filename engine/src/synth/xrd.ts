/** The cdk8s construct for Crossplane's XRD, which defines an API in a cluster. */
import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type AnyApi,
  toStructural,
  versionWarning,
  xrdName,
  xrKind,
  xrPlural,
  xrSchema,
  xrSingular,
} from '../schema/index.ts';
import { compositionName, xrdFlavour } from '../schema/flavour.ts';
import { channelSelector } from './channel.ts';
import type { PlatformContext } from './context.ts';
import { sortKeys } from './sort-keys.ts';

export interface XRDProps {
  readonly api: AnyApi;
  readonly context: Pick<PlatformContext, 'group' | 'flavour' | 'channel'>;
  /** The target of claims without a recorded target. Without a default, Crossplane would pick a Composition at random. */
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
      ...(context.channel !== undefined && { defaultCompositionRevisionSelector: channelSelector(context.channel) }),
      versions: [api.version, ...api.alsoServed].map((name) => ({
        name,
        served: true,
        referenceable: name === api.version,
        ...deprecationOf(api, name),
        additionalPrinterColumns: api.columns,
        schema: { openAPIV3Schema: toStructural(xrSchema(api)) },
      })),
    };
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.#patches.push(...patches);
  }

  /** The same object as from cdk8s's serializer, but faster for large schemas and with `null` values. */
  override toJson(): unknown {
    const { apiVersion, kind } = this;
    return JsonPatch.apply(
      { apiVersion, kind, metadata: this.metadata.toJson(), spec: sortKeys(this.#spec) },
      ...this.#patches,
    );
  }
}

/** A warning that the API server sends with every answer about this version. Crossplane copies it into the CRD (runtime pkg/xcrd/crd.go:163). */
function deprecationOf({ kind, deprecatedVersions }: AnyApi, version: string) {
  const deprecation = Object.hasOwn(deprecatedVersions, version) ? deprecatedVersions[version] : undefined;
  if (deprecation === undefined) return {};
  return { deprecated: true, deprecationWarning: versionWarning(kind, version, deprecation) };
}

/** The names for developers. Only their kind has the short names and categories, which must be unique in a cluster. */
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
