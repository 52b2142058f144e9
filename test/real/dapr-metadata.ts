/** What Dapr's own description of a component says of the settings that it is given (components-contrib, component-metadata-schema.json). */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Setting {
  readonly name: string;
  readonly required?: boolean;
  readonly type?: string;
  readonly allowedValues?: readonly string[];
}

interface Profile {
  readonly title?: string;
  readonly name?: string;
  readonly metadata?: readonly Setting[];
}

interface Description {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly metadata?: readonly Setting[];
  readonly authenticationProfiles?: readonly Profile[];
  readonly builtinAuthenticationProfiles?: readonly Profile[];
}

/** A component as it is composed; a setting without a value is read from a Secret. */
export interface DaprComponent {
  readonly type: string;
  readonly version: string;
  readonly metadata: readonly { readonly name: string; readonly value?: unknown }[];
}

/** What Dapr's runtime adds to every component of a kind (docs.dapr.io, component schema). */
const ofTheRuntime: Readonly<Record<string, readonly string[]>> = {
  pubsub: ['consumerID'],
  state: ['actorStateStore', 'keyPrefix'],
};

/** The profiles that the components of a cloud share (components-contrib .build-tools/builtin-authentication-profiles.yaml): those used here. */
const ofClouds: Readonly<Record<string, Profile>> = {
  aws: {
    title: 'AWS: Access Key ID and Secret Access Key',
    metadata: [
      { name: 'region', required: true },
      { name: 'accessKey', required: true },
      { name: 'secretKey', required: true },
      { name: 'sessionToken' },
    ],
  },
  azuread: {
    title: 'Azure AD: Managed identity',
    metadata: [{ name: 'azureClientId' }, { name: 'azureEnvironment' }],
  },
  // Their list has no profile without a key; code takes the identity of the pod where there is none (pubsub/gcp/pubsub getPubSubClient).
  gcp: { title: 'GCP: implicit credentials', metadata: [{ name: 'projectID', required: true }] },
};

/** All descriptions in `folder`. */
export async function readDescriptions(folder: string): Promise<readonly Description[]> {
  const files = await readdir(folder);
  return Promise.all(files.map(async (file) => parse(await readFile(join(folder, file), 'utf8')) as Description));
}

/** Everything that Dapr would object to, as sentences. */
export function daprIssues(descriptions: readonly Description[], { type, version, metadata }: DaprComponent): string[] {
  const found = descriptions.find((each) => `${each.type}.${each.name}` === type && each.version === version);
  if (found === undefined) return [`Dapr has no component ${type} ${version}`];
  const given = new Map(metadata.map(({ name, value }) => [name, value]));
  const profiles = [
    ...(found.authenticationProfiles ?? []),
    ...(found.builtinAuthenticationProfiles ?? []).map((each) => merged(ofClouds[each.name ?? ''], each)),
  ];
  const fitting = profiles.filter((profile) => lacking(profile.metadata, given).length === 0 && !isOdd(profile, given));
  const known = [...(found.metadata ?? []), ...fitting.flatMap((profile) => profile.metadata ?? [])];
  // What one profile insists on, code may read under another: Kafka's caCert with a password too (common/component/kafka/metadata.go).
  const anywhere = profiles.flatMap((profile) => profile.metadata ?? []);
  const names = new Set([...[...known, ...anywhere].map(({ name }) => name), ...(ofTheRuntime[found.type] ?? [])]);
  return [
    ...lacking(found.metadata, given).map((name) => `${type} lacks ${name}`),
    ...(profiles.length > 0 && fitting.length === 0 ? [`${type} fits no way to authenticate`] : []),
    ...[...given.keys()].filter((name) => !names.has(name)).map((name) => `${type} has no setting ${name}`),
    ...known.flatMap((setting) => valueIssues(type, setting, given.get(setting.name))),
  ];
}

/** The profile of a cloud with what a component adds to it; it knows better what is required. */
function merged({ metadata: shared = [], ...base }: Profile = {}, { metadata = [] }: Profile): Profile {
  return {
    ...base,
    metadata: [...shared, ...metadata.filter(({ name }) => !shared.some((each) => each.name === name))],
  };
}

function lacking(settings: readonly Setting[] = [], given: ReadonlyMap<string, unknown>): string[] {
  return settings.filter(({ name, required }) => required === true && !given.has(name)).map(({ name }) => name);
}

/** Whether a value that the profile insists on is another one. */
function isOdd({ metadata = [] }: Profile, given: ReadonlyMap<string, unknown>): boolean {
  return metadata.some((setting) => valueIssues('', setting, given.get(setting.name)).length > 0);
}

function valueIssues(type: string, { name, type: kind, allowedValues }: Setting, value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'string') return [`${type}: ${name} is no string`];
  const plain = allowedValues?.map((each) => each.replaceAll('"', ''));
  if (plain !== undefined && !plain.includes(value)) return [`${type}: ${name} may not be ${value}`];
  if (kind === 'bool' && !/^(true|false)$/.test(value)) return [`${type}: ${name} is neither true nor false`];
  if (kind === 'number' && !/^[0-9]+$/.test(value)) return [`${type}: ${name} is no number`];
  return [];
}
