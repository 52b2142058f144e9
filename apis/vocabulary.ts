/** Fields that mean the same in every API. An API that needs such a field takes it from here. */
import { boolean, defaulted, integer, object, oneOf, optional, set, string, type Rule } from 'planesmith/schema';

/** The sizes of a resource. The platform decides the CPU and memory of each size. */
export const sizes = ['small', 'medium', 'large'] as const;

/** The field `size`. */
export const size = () =>
  defaulted(
    oneOf(
      'How much CPU and memory: small suits development and light services, medium most services, large busy ones. ' +
        'Can be changed later; expect a short interruption unless the environment is highly available.',
      sizes,
    ),
    'small',
  );

/** The field `deletion`. */
export const deletion = () =>
  optional(
    oneOf(
      'What happens to the data when this resource is deleted: `retain` refuses that until this says `delete`, which ' +
        'destroys the data for good. ' +
        'Each environment has its own default; production retains.',
      ['retain', 'delete'],
    ),
  );

/** The field `deletion` of `status.effective`. */
export const effectiveDeletion = () =>
  oneOf('What happens to the data when this resource is deleted.', ['retain', 'delete']);

const versionRises: Rule = {
  rule: 'int(self) >= int(oldSelf)',
  message: 'a version can be raised, never lowered',
};

/** The field `version`: one of the approved major versions, raised on request and never lowered. */
export const version = <const V extends readonly [string, ...string[]]>(approved: V) =>
  optional(
    oneOf(
      "Major version of the engine. When absent, the platform's current default is chosen once and kept. " +
        'Raising it upgrades in place, with downtime; it cannot be lowered.',
      approved,
      { rules: [versionRises] },
    ),
  );

const storageGrows: Rule = { rule: 'self >= oldSelf', message: 'storage can grow, never shrink' };

/** The field `storageGB`. */
export const storageGB = (initially: number, maximum: number) =>
  defaulted(
    integer(
      'Storage in GiB. It can grow and never shrink; environments set a lower limit of their own, and some can only ' +
        'provide certain sizes: what was provided is in `status.effective.storageGB`.',
      { minimum: 1, maximum, rules: [storageGrows] },
    ),
    initially,
  );

/** The status field `endpoint`. */
export const endpoint = () => optional(string('Where it can be reached: host and port.', { maxLength: 300 }));

/** The spec field `serviceAccount`; its spec needs the rule `staysWithAccount`. */
export const givenAccount = () =>
  optional(
    string(
      'The account of this namespace that applications run as: one that another claim reports in `status.serviceAccount`. When absent, one ' +
        'is made for this claim alone. It cannot be changed later, and means nothing where a Secret has keys.',
      { format: 'k8s-long-name', maxLength: 253 },
    ),
  );

/** The rule of a spec with `serviceAccount`: the rights of a claim stay with one account for its whole life. */
export const staysWithAccount: Rule = {
  rule:
    'has(self.serviceAccount) == has(oldSelf.serviceAccount) && ' +
    '(!has(self.serviceAccount) || self.serviceAccount == oldSelf.serviceAccount)',
  message: 'the account cannot be changed, only named for a new claim',
  fieldPath: '.serviceAccount',
};

/** The status field `serviceAccount`. */
export const serviceAccount = () =>
  optional(
    string(
      'The account of this cluster that applications run as to be let in without a key; absent where they are given keys.',
      {
        maxLength: 253,
      },
    ),
  );

/** Fields of `recorded`: the place of a resource in its cloud, which functions/cloud/placement.ts decides once. */
export const recordedHome = () => ({
  region: optional(string('Region where it was first made.', { maxLength: 63 })),
  project: optional(string('Project where it was first made, where its cloud has projects.', { maxLength: 30 })),
  accountID: optional(
    string('Id of the account or subscription where it was first made, where its cloud has such.', { maxLength: 36 }),
  ),
  group: optional(
    string('Group of resources that it was first made in, where its cloud has such groups.', { maxLength: 90 }),
  ),
});

/** A field of `recorded`: the network of a resource, if no observed resource reports it. */
export const recordedNetwork = () =>
  optional(string('Network that it was first made in, where that cannot be changed.', { maxLength: 512 }));

/** A field of `recorded`: the product bought in the cloud, if it cannot be exchanged later. */
export const recordedProduct = () =>
  optional(string('What was bought for it, where that cannot be changed.', { maxLength: 32 }));

/** Fields of `recorded`: the key that encrypts a resource, which functions/cloud/placement.ts decides once. */
export const recordedKey = () => ({
  key: optional(string("Key that encrypts what it keeps; absent where its cloud's own does.", { maxLength: 256 })),
  hasKey: optional(boolean("Whether another key than its cloud's own encrypts what it keeps, once that is decided.")),
});

const link = (what: string) => optional(string(`Where to find ${what}.`, { format: 'uri', maxLength: 2048 }));

/** The status field `links`. */
export const links = () =>
  optional(
    object(
      {
        logs: link('its logs'),
        metrics: link('its metrics'),
        docs: link('its documentation'),
        runbook: link('what to do when it misbehaves'),
      },
      { description: 'Where to look next.' },
    ),
  );

/** The status field `backup`. */
export const backup = () =>
  optional(
    object(
      {
        lastSuccessful: optional(
          string('The latest full hour that a backup is known to cover.', { format: 'date-time', maxLength: 40 }),
        ),
      },
      {
        description:
          'What is known about backups; absent before the first one, where none are made, and where they are made but nobody tells when.',
      },
    ),
  );

/** The rule of a map whose keys become parts of resource names. */
export const plainNames = (what: string, longest: number): Rule => ({
  rule: `self.all(name, name.matches('^[a-z]([a-z0-9-]{0,${longest - 2}}[a-z0-9])?$'))`,
  message: `the name of ${what} has up to ${longest} lower-case letters, digits and dashes, begins with a letter and ends with no dash`,
});

/** A field that holds a Dapr app id. */
export const appID = (what: string) =>
  string(what, { pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$', minLength: 1, maxLength: 63 });

/** A field that lists the Dapr apps allowed to do something. When absent, all apps of the namespace are. */
export const daprApps = (what: string) =>
  optional(
    set(
      `The applications that may ${what}, by their Dapr app id; all of the namespace when absent.`,
      appID('An app id.'),
      { minItems: 1, maxItems: 32 },
    ),
  );
