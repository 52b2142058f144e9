/** The rules for everything of a release that is no schema: its APIs, targets, packages and conditions. */
import { type CompareRule, type Finding, finding, type Severity } from '../finding.ts';
import { sentence } from './sentence.ts';

/** The change, as the beginning of a sentence, and what follows from it, as its end. */
type Row = readonly [severity: Severity, change: string, effect: string];

const rows = {
  'platform-renamed': [
    'breaking',
    'The platform has another name',
    'its functions read another EnvironmentConfig, and no claim finds its facts',
  ],
  'group-changed': ['breaking', 'The API group is another one', 'claims of the old group are no longer served'],
  'registry-changed': [
    'risky',
    'The packages are in another registry',
    'whoever installed them must name the new place',
  ],
  'crossplane-narrowed': [
    'breaking',
    'Fewer versions of Crossplane are accepted',
    'Crossplane refuses the packages if its version is left out',
  ],
  'crossplane-widened': ['safe', 'More versions of Crossplane are accepted', 'nothing that exists notices'],
  'crossplane-changed': [
    'risky',
    'Other versions of Crossplane are accepted',
    'compare the range with the versions that clusters have',
  ],
  'channel-changed': [
    'risky',
    'Releases are in another channel, or in one for the first or last time',
    'claims that do not select it follow other releases than before',
  ],
  'api-added': ['safe', 'An API is new', 'nothing that exists notices'],
  'api-removed': ['breaking', 'An API is gone', 'its claims are no longer served'],
  'version-added': ['safe', 'An API is served under a further version', 'nothing that exists notices'],
  'version-removed': ['breaking', 'An API is no longer served under a version', 'claims of that version are refused'],
  'deprecated-version-removed': [
    'risky',
    'An API is no longer served under a deprecated version, after its sunset',
    'claims of that version are refused, as was announced',
  ],
  'version-deprecated': ['safe', 'A version of an API is deprecated now', 'nothing that exists notices'],
  'version-deprecated-at-short-notice': [
    'risky',
    'A version of an API is deprecated, and its sunset is too soon from today',
    'people have less time to change than its stability promises',
  ],
  'version-undeprecated': ['safe', 'A version of an API is no longer deprecated', 'nothing that exists notices'],
  'version-sunset-earlier': [
    'risky',
    'The sunset of a deprecated version is earlier',
    'people who rely on the day that was announced are late',
  ],
  'version-sunset-later': ['safe', 'The sunset of a deprecated version is later', 'nothing that exists notices'],
  'storage-version-changed': [
    'breaking',
    'An API is stored under another version',
    'the API server refuses its Compositions, since the version that they name is immutable',
  ],
  'scope-changed': [
    'breaking',
    'The scope of an API is another one',
    'the API server refuses to change it, and claims have no place',
  ],
  'plural-changed': ['breaking', 'An API has another plural', 'it becomes another resource, in which no claim is'],
  'singular-changed': ['risky', 'An API has another singular', 'commands that use it fail'],
  'short-name-added': ['safe', 'An API has a further short name', 'nothing that exists notices'],
  'short-name-removed': ['risky', 'An API has a short name less', 'commands that use it fail'],
  'category-added': ['safe', 'An API is in a further category', 'nothing that exists notices'],
  'category-removed': ['risky', 'An API is in a category less', 'commands that use it no longer show its claims'],
  'target-added': ['safe', 'An API has a further target', 'nothing that exists notices'],
  'target-removed': ['breaking', 'An API has a target less', 'its claims there are no longer served'],
  'default-target-changed': ['risky', 'An API has another first target', 'new claims go there, if a package has both'],
  'secret-key-added': ['safe', 'A connection Secret has a further key', 'nothing that exists notices'],
  'secret-key-removed': ['breaking', 'A connection Secret has a key less', 'applications that read it do not start'],
  'secret-key-meaning-changed': [
    'risky',
    'A key of a connection Secret means something else',
    'applications may read a value that they do not expect',
  ],
  'column-added': ['safe', 'A column of `kubectl get` is new', 'nothing that exists notices'],
  'column-removed': [
    'risky',
    'A column of `kubectl get` is gone',
    'scripts that read it find another one in its place',
  ],
  'column-changed': [
    'risky',
    'A column of `kubectl get` shows something else',
    'scripts that read it may not understand it',
  ],
  'columns-reordered': [
    'risky',
    'The columns of `kubectl get` have another order',
    'scripts that count them read others',
  ],
  'field-ignored': [
    'risky',
    'A field means nothing on a target any longer',
    'claims that have it get something else there',
  ],
  'field-heeded': ['risky', 'A field means something on a target now', 'claims that have it get something else there'],
  'section-needed': [
    'breaking',
    'An API needs a further section of the environment',
    'its claims wait where environments lack it',
  ],
  'section-not-needed': ['safe', 'An API needs a section of the environment less', 'nothing that exists notices'],
  'section-read': [
    'risky',
    'An API reads a further section of the environment, if it is there',
    'its claims may change where environments have it',
  ],
  'section-not-read': [
    'risky',
    'An API no longer reads a section of the environment',
    'its claims may change where environments have it',
  ],
  'limit-added': [
    'risky',
    'An environment can limit a further field of an API',
    'claims that ask for more than it allows are refused, or keep what they have',
  ],
  'limit-removed': [
    'risky',
    'An environment can limit a field of an API no longer',
    'claims that were refused may get what they ask for',
  ],
  'composed-kind-added': [
    'risky',
    'A target composes a further kind',
    'claims there wait until the cluster has its definition, and a provider or operator for it',
  ],
  'composed-kind-removed': ['safe', 'A target composes a kind less', 'clusters may do without it once no claim has it'],
  'composed-kind-changed': [
    'risky',
    'A composed kind has another plural or scope',
    'the definition in the cluster must be the new one',
  ],
  'right-added': ['risky', 'Crossplane gets a further right on a target', 'whoever runs the clusters must agree to it'],
  'right-removed': [
    'safe',
    'Crossplane has a right less on a target',
    'nothing that exists notices, since each release keeps its own rights',
  ],
  'package-added': ['safe', 'A package is new', 'nothing that exists notices'],
  'package-removed': ['breaking', 'A package is gone', 'clusters that have it get no further release'],
  'package-api-added': ['safe', 'A package has a further API', 'nothing that exists notices'],
  'package-api-removed': ['breaking', 'A package has an API less', 'claims of it are no longer served there'],
  'package-target-added': ['safe', 'A package has a further target', 'nothing that exists notices'],
  'package-target-removed': ['breaking', 'A package has a target less', 'claims on it are no longer served there'],
  'package-default-target-changed': ['risky', 'A package has another first target', 'new claims go there'],
  'package-flavour-changed': ['breaking', 'A package has another flavour', 'its claims are objects of another form'],
  'condition-added': ['safe', 'Claims have a further condition', 'nothing that exists notices'],
  'condition-removed': ['breaking', 'Claims have a condition less', 'whatever waits for it waits for ever'],
  'reason-added': ['risky', 'A condition has a further reason', 'readers may meet it, for which they are not prepared'],
  'reason-removed': ['risky', 'A condition has a reason less', 'whatever waits for it waits for ever'],
  'reason-status-changed': [
    'breaking',
    'A reason of a condition stands for another status',
    'whatever waits for the old one fails',
  ],
  'event-added': ['safe', 'Claims have events of a further reason', 'nothing that exists notices'],
  'event-removed': ['risky', 'Claims have events of a reason less', 'whatever looks for them finds none'],
  'event-type-changed': ['risky', 'Events of a reason have another type', 'whatever looks for the old one finds none'],
} as const satisfies Readonly<Record<string, Row>>;

export type PlatformRuleId = keyof typeof rows;

/** A difference, as its finder sees it. */
export interface Difference {
  readonly id: PlatformRuleId;
  /** What it is about, as `Database` or `the package cloud`. */
  readonly place: string;
  /** The change with its values, as what stands before a colon. */
  readonly says: string;
  /** What tells it from others of its rule at its place. @default nothing */
  readonly subject?: string;
}

/** The finding of a difference. */
export function platformFinding({ id, place, says, subject = '' }: Difference): Finding {
  const [severity, summary, effect] = rows[id];
  return finding({ id, severity, summary }, { place, subject, message: sentence(says, effect) });
}

/** The rules, in the order of reports. */
export const platformRules: readonly CompareRule[] = Object.entries(rows).map(([id, [severity, change, effect]]) => ({
  id,
  severity,
  summary: sentence(change, effect),
}));

/** Members that only one of two lists has. Their order means nothing. */
export function membership(
  old: readonly string[],
  now: readonly string[],
  {
    added,
    removed,
  }: { readonly added: (member: string) => Difference; readonly removed: (member: string) => Difference },
): Finding[] {
  const [gone, came] = [old.filter((member) => !now.includes(member)), now.filter((member) => !old.includes(member))];
  return [...gone.map(removed), ...came.map(added)].map(platformFinding);
}
