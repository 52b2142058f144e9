/** Requests to make objects while the environment has a catalogue, and what becomes of them. */
import { type Loose, facts } from '../fixtures.ts';
import { platform } from './platform.ts';

/** A kind as requests name it. */
export interface RequestedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
}

/** A request to make an object. */
export interface CatalogueRequest {
  readonly reason: string;
  readonly kind: RequestedKind;
  readonly user: string;
  /** @default none */
  readonly groups?: readonly string[];
  /** @default the namespace has the label of a team */
  readonly isOfNoTeam?: boolean;
  /** Whether the object calls itself a part of another one. @default false */
  readonly isPart?: boolean;
  /** The refusal without its remedy; empty if the object is made. */
  readonly says: string;
}

const claimed = (key: string): RequestedKind => {
  const { kind, plural, version } = new Map(Object.entries(platform.apis)).get(key)!;
  return { group: platform.group, version, kind, plural };
};
const cache = claimed('cache');
const database = claimed('database');
const monitoring = { group: 'monitoring.coreos.com', version: 'v1' };
const podMonitor = { ...monitoring, kind: 'PodMonitor', plural: 'podmonitors' };
const rule = { ...monitoring, kind: 'PrometheusRule', plural: 'prometheusrules' };

/** The kinds of the requests that are no claims. */
export const broughtKinds = [podMonitor, rule];

/** The data of the EnvironmentConfig. */
export const catalogued: Loose = {
  ...facts('dev'),
  catalogue: [cache.plural, `${podMonitor.plural}.${podMonitor.group}`],
};

const person = 'ada@example.org';
const pipeline = 'system:serviceaccount:team-a:pipeline';
const crossplane = 'system:serviceaccount:crossplane-system:crossplane';
const only = ' is not offered in namespaces of teams here, only caches, podmonitors.monitoring.coreos.com';
const noDatabase = `kind: databases${only}`;
const noRule = `kind: prometheusrules.monitoring.coreos.com${only}`;

/** What everybody is told to do about it. */
export const catalogueRemedy = '; make one of these in its place, or ask the platform team';

export const catalogueRequests: readonly CatalogueRequest[] = [
  { reason: 'a claim that is offered', kind: cache, user: person, says: '' },
  { reason: 'a claim that is not offered', kind: database, user: person, says: noDatabase },
  { reason: 'the same in a namespace of no team', kind: database, user: person, isOfNoTeam: true, says: '' },
  { reason: 'what Crossplane composes', kind: database, user: crossplane, says: '' },
  {
    reason: 'an administrator, who must offer it first',
    kind: database,
    user: person,
    groups: ['platform-administrators'],
    says: noDatabase,
  },
  { reason: 'an offered kind without a claim', kind: podMonitor, user: pipeline, says: '' },
  { reason: 'a resource without a claim', kind: rule, user: pipeline, says: noRule },
  {
    reason: 'a pipeline that calls it a part of something',
    kind: rule,
    user: pipeline,
    isPart: true,
    says: noRule,
  },
  {
    reason: 'a pipeline that calls a claim a part of something',
    kind: database,
    user: pipeline,
    isPart: true,
    says: noDatabase,
  },
  {
    reason: 'an account that is called like Crossplane',
    kind: rule,
    user: 'system:serviceaccount:team-a:crossplane',
    says: noRule,
  },
  { reason: 'an administrator', kind: rule, user: person, groups: ['platform-administrators'], says: '' },
];
