/** The fixtures of tests: example environments, example claims, and claims that are ready. */
import { readdirSync, readFileSync } from 'node:fs';
import type { AnyApi } from 'planesmith/schema';
import { parse } from 'yaml';
import { example } from './cases/claims.ts';
import { platform } from './cases/platform.ts';
import { PlayedClaim, type PlayedClaimOptions } from './played/claim.ts';

/** An object of which a test reads fields without their types. */
export type Loose = Record<string, any>;

const environments = new URL('../examples/environments/', import.meta.url);

/** The example environments, by the names of their files. */
export const environmentNames: readonly string[] = readdirSync(environments).map((file) => file.replace('.yaml', ''));

const parsed = new Map<string, Loose>();

/** The data of an example environment, as a copy that the caller may change. */
export function facts(name = 'dev'): Loose {
  const data = parsed.get(name) ?? (parse(readFileSync(new URL(`${name}.yaml`, environments), 'utf8')).data as Loose);
  parsed.set(name, data);
  return structuredClone(data);
}

/** The usual example environment of a target: a developer's machine has its own. */
export const usualEnvironment = (target: string) => (target === 'local' ? 'local' : 'dev');

/** One API on one of its targets. */
export interface Cell {
  /** The basename of its files. */
  readonly key: string;
  readonly api: AnyApi;
  readonly kind: string;
  readonly target: string;
}

/** Every API on each of its targets. */
export const cells: readonly Cell[] = Object.entries(platform.apis).flatMap(([key, api]) =>
  api.targets.map((target) => ({ key, api, kind: api.kind, target })),
);

const specs = new Map<string, Loose>();

/** The spec of an API's example claim, by the basename of its file, as a copy that the caller may change. */
export function exampleSpec(key: string): Loose {
  const spec = specs.get(key) ?? (example(`${key}.yaml`)['spec'] as Loose);
  specs.set(key, spec);
  return structuredClone(spec);
}

const settled = new Map<string, PlayedClaim>();

/** A claim whose parts are all ready, as a copy that the caller may change. Equal options are simulated once. */
export function readyClaim(options: PlayedClaimOptions): PlayedClaim {
  const key = JSON.stringify(options);
  const known = settled.get(key) ?? new PlayedClaim(options);
  if (!settled.has(key)) known.settle();
  settled.set(key, known);
  return new PlayedClaim(options).startFrom(known);
}

/** Claims of one kind with one name, new and ready; `usual` are the fields of its spec that a test does not give. */
export function claimsOf(kind: string, name: string, usual: Loose = {}) {
  const options = (target: string, spec: Loose, environment: Loose) => ({
    kind,
    target,
    environment,
    spec: { ...usual, ...spec },
    name,
  });
  return {
    /** A claim that nobody has answered yet. */
    claimOn: (target: string, spec: Loose = {}, environment = facts()) =>
      new PlayedClaim(options(target, spec, environment)),
    /** The same claim, once it is ready. */
    ready: (target: string, spec: Loose = {}, environment = facts()) => readyClaim(options(target, spec, environment)),
  };
}

/** The spec of the object under a key. */
export const specOf = (claim: PlayedClaim, key: string) => claim.objects.get(key)?.['spec'] as Loose;

/** The `forProvider` parameters of the object under a key. */
export const forProvider = (claim: PlayedClaim, key: string) => specOf(claim, key)?.['forProvider'] as Loose;

/** The recorded decisions of a claim. */
export const recorded = (claim: PlayedClaim) => claim.status?.['recorded'] as Record<string, string>;

/** The condition of a type in the function's present response. */
export const conditionOf = (claim: PlayedClaim, type = 'Provisioned') =>
  claim.ask().conditions.find((condition) => condition.type === type);

/** The messages of all conditions in the function's present response. */
export const messagesOf = (claim: PlayedClaim) => claim.ask().conditions.map(({ message = '' }) => message);
