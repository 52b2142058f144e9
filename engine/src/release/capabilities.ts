/** What a release can do, for catalogues and portals: its APIs by target and flavour, with their fields, limits, Secret keys and versions. */
import type { AnyFunctions } from '../authoring/index.ts';
import { type ApiContract, type Contract, contractOf } from '../compare/contract.ts';
import { cell, code, fieldTable, rowsOf, table } from '../docs/markdown.ts';
import type { File } from '../files.ts';
import type { Platform } from '../platform/platform.ts';
import { describe, explain, type Explanation } from '../schema/explain.ts';
import { type Deprecation, type Flavour, stabilityOf } from '../schema/index.ts';

/** The content of `capabilities.json`. */
export interface Capabilities {
  readonly platform: string;
  readonly version: string;
  readonly group: string;
  /** By kind. */
  readonly apis: Readonly<Record<string, Capability>>;
}

/** What one API can do. */
export interface Capability {
  readonly description: string;
  readonly scope: string;
  readonly versions: readonly VersionCapability[];
  /** By target, in the order of the API: the packages that serve it there, and what is other than elsewhere. */
  readonly targets: Readonly<Record<string, TargetCapability>>;
  /** Every field of the spec, in the author's order. */
  readonly fields: readonly FieldCapability[];
  /** What each key of the connection Secret means. */
  readonly secretKeys: Readonly<Record<string, string>>;
}

/** One name under which an API is served. */
export interface VersionCapability {
  readonly name: string;
  readonly stability: string;
  readonly stored: boolean;
  readonly deprecated?: Deprecation;
}

/** An API on one target. */
export interface TargetCapability {
  /** By flavour, the names of the packages. */
  readonly packages: Readonly<Partial<Record<Flavour, readonly string[]>>>;
  /** By the path of a field that means nothing there, the reason. */
  readonly ignores: Readonly<Record<string, string>>;
}

/** A field with all below it in rows of their own. */
export type FieldCapability = Omit<Explanation, 'fields'>;

/** Both forms of the list: for programs, and for people. */
export function capabilityFiles(platform: Platform, functions: AnyFunctions): readonly File[] {
  const contract = contractOf(platform, functions);
  const capabilities = capabilitiesOf(contract);
  return [
    { path: 'capabilities.json', content: `${JSON.stringify(capabilities, null, 2)}\n` },
    { path: 'capabilities.md', content: page(capabilities, contract) },
  ];
}

/** What the release of a contract can do. */
export function capabilitiesOf(contract: Contract): Capabilities {
  const { platform, version, group, apis } = contract;
  const entries = Object.entries(apis).map(([kind, api]) => [kind, capabilityOf(contract, api)]);
  return { platform, version, group, apis: Object.fromEntries(entries) };
}

function capabilityOf(contract: Contract, { definition, reads }: ApiContract): Capability {
  const { kind, description, scope, targets, secret, version, alsoServed, deprecatedVersions } = definition;
  return {
    description,
    scope,
    versions: [version, ...alsoServed].map((name) => {
      const deprecated = Object.hasOwn(deprecatedVersions, name) ? deprecatedVersions[name] : undefined;
      const base = { name, stability: stabilityOf(name), stored: name === version };
      return { ...base, ...(deprecated !== undefined && { deprecated }) };
    }),
    targets: Object.fromEntries(
      targets.map((target) => [
        target,
        { packages: packagesOf(contract, kind, target), ignores: reads[target]?.ignores ?? {} },
      ]),
    ),
    fields: rowsOf(describe(definition.spec, 'spec', definition.limits), 'spec.').map(
      ([path, { fields: _, ...field }]) => {
        return { ...field, path };
      },
    ),
    secretKeys: secret,
  };
}

function packagesOf({ packages }: Contract, kind: string, target: string): TargetCapability['packages'] {
  const serving = Object.entries(packages).filter(
    ([, { kinds, targets }]) => kinds.includes(kind) && targets.includes(target),
  );
  return Object.fromEntries(
    (['namespaced', 'claims'] as const).flatMap((flavour) => {
      const names = serving.filter(([, its]) => its.flavour === flavour).map(([name]) => name);
      return names.length === 0 ? [] : [[flavour, names]];
    }),
  );
}

function page({ platform, version, apis }: Capabilities, contract: Contract): string {
  const targets = Object.keys(contract.targets);
  const overview = Object.entries(apis).map(([kind, api]) => [
    kind,
    api.versions.map(({ name, deprecated }) => `${code(name)}${deprecated ? ' (deprecated)' : ''}`).join(', '),
    ...targets.map((target) => flavoursIn(api.targets[target])),
  ]);
  return `${[
    `# What ${platform} ${version} can do`,
    'Each cell has the flavours in which a package serves the API on that target.',
    table(['API', 'versions', ...targets], overview),
    ...Object.entries(apis).flatMap(([kind, api]) => section(kind, api, contract)),
  ].join('\n\n')}\n`;
}

function flavoursIn(target: TargetCapability | undefined): string {
  return target === undefined ? '' : Object.keys(target.packages).join(', ');
}

function section(kind: string, { description, secretKeys, targets }: Capability, { apis }: Contract): string[] {
  const definition = apis[kind]?.definition;
  const [spec] = definition === undefined ? [] : explain(definition).fields;
  const keys = Object.entries(secretKeys).map(([key, meaning]) => [code(key), cell(meaning)]);
  const ignored = Object.entries(targets).flatMap(([target, { ignores }]) =>
    Object.entries(ignores).map(([path, reason]) => [target, code(path), cell(reason)]),
  );
  return [
    `## ${kind}`,
    cell(description),
    fieldTable(spec),
    ...(keys.length === 0 ? [] : [table(['key of its Secret', 'meaning'], keys)]),
    ...(ignored.length === 0 ? [] : [table(['target', 'field that means nothing there', 'why'], ignored)]),
  ];
}
