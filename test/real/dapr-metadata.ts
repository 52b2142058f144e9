/** Checks a component's settings against Dapr's own description (components-contrib, component-metadata-schema.json). */
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

/** A composed component; Dapr reads a setting without a value from a Secret. */
export interface DaprComponent {
  readonly type: string;
  readonly version: string;
  readonly metadata: readonly { readonly name: string; readonly value?: unknown }[];
}

/** The settings that Dapr's runtime adds to every component of a kind (docs.dapr.io, component schema). */
const ofTheRuntime: Readonly<Record<string, readonly string[]>> = {
  pubsub: ['consumerID'],
  state: ['actorStateStore', 'keyPrefix'],
};

/** The used profiles among those that a cloud's components share (components-contrib .build-tools/builtin-authentication-profiles.yaml). */
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
  // Dapr's list has no profile without a key, but its code then uses the pod's identity (pubsub/gcp/pubsub getPubSubClient).
  gcp: { title: 'GCP: implicit credentials', metadata: [{ name: 'projectID', required: true }] },
};

/** All descriptions in `folder`. */
export async function readDescriptions(folder: string): Promise<readonly Description[]> {
  const files = await readdir(folder);
  return Promise.all(files.map(async (file) => parse(await readFile(join(folder, file), 'utf8')) as Description));
}

/** Returns everything that Dapr would object to, as sentences. */
export function daprIssues(descriptions: readonly Description[], { type, version, metadata }: DaprComponent): string[] {
  const found = descriptions.find(
    (description) => `${description.type}.${description.name}` === type && description.version === version,
  );
  if (found === undefined) return [`Dapr has no component ${type} ${version}`];
  const values = new Map(metadata.map(({ name, value }) => [name, value]));
  const profiles = [
    ...(found.authenticationProfiles ?? []),
    ...(found.builtinAuthenticationProfiles ?? []).map((profile) => merged(ofClouds[profile.name ?? ''], profile)),
  ];
  const fitting = profiles.filter(
    (profile) => lacking(profile.metadata, values).length === 0 && !isOdd(profile, values),
  );
  const known = [...(found.metadata ?? []), ...fitting.flatMap((profile) => profile.metadata ?? [])];
  // Dapr's code may read a setting of another profile too: Kafka's caCert with a password (common/component/kafka/metadata.go).
  const anywhere = profiles.flatMap((profile) => profile.metadata ?? []);
  const names = new Set([...[...known, ...anywhere].map(({ name }) => name), ...(ofTheRuntime[found.type] ?? [])]);
  return [
    ...lacking(found.metadata, values).map((name) => `${type} lacks ${name}`),
    ...(profiles.length > 0 && fitting.length === 0 ? [`${type} fits no way to authenticate`] : []),
    ...[...values.keys()].filter((name) => !names.has(name)).map((name) => `${type} has no setting ${name}`),
    ...known.flatMap((setting) => valueIssues(type, setting, values.get(setting.name))),
  ];
}

/** The profile of a cloud with the settings of a component added; the component's settings win. */
function merged({ metadata: shared = [], ...base }: Profile = {}, { metadata = [] }: Profile): Profile {
  return {
    ...base,
    metadata: [...shared, ...metadata.filter(({ name }) => !shared.some((setting) => setting.name === name))],
  };
}

function lacking(settings: readonly Setting[] = [], values: ReadonlyMap<string, unknown>): string[] {
  return settings.filter(({ name, required }) => required === true && !values.has(name)).map(({ name }) => name);
}

/** Returns whether a value contradicts the profile. */
function isOdd({ metadata = [] }: Profile, values: ReadonlyMap<string, unknown>): boolean {
  return metadata.some((setting) => valueIssues('', setting, values.get(setting.name)).length > 0);
}

function valueIssues(type: string, { name, type: kind, allowedValues }: Setting, value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'string') return [`${type}: ${name} is no string`];
  const plain = allowedValues?.map((allowed) => allowed.replaceAll('"', ''));
  if (plain !== undefined && !plain.includes(value)) return [`${type}: ${name} may not be ${value}`];
  if (kind === 'bool' && !/^(true|false)$/.test(value)) return [`${type}: ${name} is neither true nor false`];
  if (kind === 'number' && !/^[0-9]+$/.test(value)) return [`${type}: ${name} is no number`];
  return [];
}
