/** Where in its cloud a claim's resources are, and the key that encrypts them there: decided once, since neither can be changed. */

/** Region, account and key at AWS, as the environment has them for new claims. */
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

/** Record of a target: where new claims of it are made at AWS. */
export const awsPlace = {
  region: ({ environment: { aws } }: OnAws) => aws.region,
  accountID: ({ environment: { aws } }: OnAws) => aws.accountID,
};

/** Record of a target: the key that encrypts what new claims keep at AWS. */
export const awsKey = keyOf(({ environment: { aws } }: OnAws) => ({ region: aws.region, key: aws.kmsKeyID }));

/** Record of a target: where new claims of it are made at Google Cloud. */
export const gcpPlace = {
  region: ({ environment: { gcp } }: OnGcp) => gcp.region,
  project: ({ environment: { gcp } }: OnGcp) => gcp.project,
};

/** Record of a target: the key that encrypts what new claims keep at Google Cloud. */
export const gcpKey = keyOf(({ environment: { gcp } }: OnGcp) => ({ region: gcp.region, key: gcp.kmsKey }));

/** Record of a target: where new claims of it are made at Azure. */
export const azurePlace = {
  region: ({ environment: { azure } }: OnAzure) => azure.location,
  accountID: ({ environment: { azure } }: OnAzure) => azure.subscriptionID,
  group: ({ environment: { azure } }: OnAzure) => azure.resourceGroup,
};

/** The key, and whether there is one besides the cloud's own: that there is none is a decision too. */
function keyOf<C extends { readonly recorded: Encryption }>(
  factsOf: (context: C) => { readonly region: string; readonly key: string | undefined },
) {
  const key = (context: C): string | undefined => {
    const { recorded } = context;
    const facts = factsOf(context);
    // Keys are in one region: that of another is of no use to what exists, nor to what is added to it.
    const isOpen = recorded.hasKey === undefined && (recorded.region ?? facts.region) === facts.region;
    return recorded.key ?? (isOpen ? facts.key : undefined);
  };
  return { key, hasKey: (context: C): boolean => key(context) !== undefined };
}

/**
 * How something is encrypted, for a claim whose record lost it: as the first object that exists, and would name the key, shows it.
 * Nothing if none of them exists, as after a first pass that ended halfway: then a missing key is no decision. Nothing either if it is
 * recorded that there is no key: a provider may write its cloud's own key into an object.
 */
export function encryptionOf(recorded: Encryption, ...objects: readonly (object | undefined)[]): Encryption {
  const first = objects.find((object) => object !== undefined);
  if (first === undefined || recorded.hasKey === false) return {};
  const key = /arn:[a-z-]+:kms:[^"\\]+|projects\/[^"\\]+\/cryptoKeys\/[^"\\]+/.exec(JSON.stringify(first))?.[0];
  return key === undefined ? { hasKey: false } : { key, hasKey: true };
}
