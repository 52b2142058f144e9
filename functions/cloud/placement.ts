/** The place of a claim's resources in its cloud, and the key that encrypts them. Both are decided once, since neither can change. */

/** The environment's region, account and key at AWS, for new claims. */
interface OnAws {
  readonly environment: {
    readonly aws: { readonly region: string; readonly accountID?: string; readonly kmsKeyID?: string };
  };
  readonly recorded: Encryption;
}

/** The same at Google Cloud. */
interface OnGcp {
  readonly environment: {
    readonly gcp: { readonly project: string; readonly region: string; readonly kmsKey?: string };
  };
  readonly recorded: Encryption;
}

/** The same at Azure, without a key. */
interface OnAzure {
  readonly environment: {
    readonly azure: { readonly location: string; readonly resourceGroup: string; readonly subscriptionID?: string };
  };
}

interface Encryption {
  readonly region?: string;
  readonly key?: string;
  readonly hasKey?: boolean;
}

/** Decides the place of a new claim at AWS, for the record of a target. */
export const awsPlace = {
  region: ({ environment: { aws } }: OnAws) => aws.region,
  accountID: ({ environment: { aws } }: OnAws) => aws.accountID,
};

/** Decides the encryption key of a new claim at AWS, for the record of a target. */
export const awsKey = keyOf(({ environment: { aws } }: OnAws) => ({ region: aws.region, key: aws.kmsKeyID }));

/** Decides the place of a new claim at Google Cloud, for the record of a target. */
export const gcpPlace = {
  region: ({ environment: { gcp } }: OnGcp) => gcp.region,
  project: ({ environment: { gcp } }: OnGcp) => gcp.project,
};

/** Decides the encryption key of a new claim at Google Cloud, for the record of a target. */
export const gcpKey = keyOf(({ environment: { gcp } }: OnGcp) => ({ region: gcp.region, key: gcp.kmsKey }));

/** Decides the place of a new claim at Azure, for the record of a target. */
export const azurePlace = {
  region: ({ environment: { azure } }: OnAzure) => azure.location,
  accountID: ({ environment: { azure } }: OnAzure) => azure.subscriptionID,
  group: ({ environment: { azure } }: OnAzure) => azure.resourceGroup,
};

/**
 * Decides the key, and whether there is one. A claim without a key uses the cloud's own key, and `hasKey` records that decision.
 *
 * Both are revised in every call, each by the other: a status in which they contradict each other must not change what exists.
 */
function keyOf<C extends { readonly recorded: Encryption }>(
  factsOf: (context: C) => { readonly region: string; readonly key: string | undefined },
) {
  const key = (context: C): string | undefined => {
    const { recorded } = context;
    const facts = factsOf(context);
    // A key works in its own region only. So a claim whose recorded region differs from the environment's gets no key.
    const isOpen = recorded.hasKey === undefined && (recorded.region ?? facts.region) === facts.region;
    if (recorded.hasKey === false) return undefined;
    return recorded.key ?? (isOpen ? facts.key : undefined);
  };
  return { key: { revise: key }, hasKey: { revise: (context: C): boolean => key(context) !== undefined } };
}

/**
 * The encryption to recover for a claim that lost its record. The first existing object shows it; callers pass objects that would name the key.
 *
 * Empty if none of them exists, as after a first pass that ended halfway: a missing key is then no decision. Also empty if the record says
 * that there is no key, since a provider may write the cloud's own key into an object.
 */
export function encryptionOf(recorded: Encryption, ...objects: readonly (object | undefined)[]): Encryption {
  const first = objects.find((object) => object !== undefined);
  if (first === undefined || recorded.hasKey === false) return {};
  const key = /arn:[a-z-]+:kms:[^"\\]+|projects\/[^"\\]+\/cryptoKeys\/[^"\\]+/.exec(JSON.stringify(first))?.[0];
  return key === undefined ? { hasKey: false } : { key, hasKey: true };
}
