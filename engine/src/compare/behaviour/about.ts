/** What a comparison must know of a release beside its answers. */
import { modelOf } from '../../authoring/declaration.ts';
import type { ComposedKind } from '../../authoring/model.ts';
import type { Platform } from '../../platform/platform.ts';
import type { KubernetesObject } from '../../render/index.ts';
import { type GeneratedClaim, generatedClaims } from './generated-claims.ts';
import type { FieldsOfKind, KnownFields } from './object-difference.ts';
import type { Cell } from './settled.ts';

type FieldsByKind = Readonly<Record<string, readonly string[]>>;

/** A release as plain data, which a kit can give. */
export interface AboutRelease {
  /** The targets of each kind. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** The kinds whose APIs convert claims of an earlier schema; undefined for a kit that was built before APIs could. */
  readonly converts?: readonly string[] | undefined;
  /** The immutable fields of the composed kinds, by apiVersion and kind with a space between. */
  readonly immutable: FieldsByKind;
  /** Those that can only grow. @default nobody has looked */
  readonly growing?: FieldsByKind | undefined;
  /** Those that say how much an object provides. @default nobody has looked */
  readonly sizing?: FieldsByKind | undefined;
  /** Claims that its schemas allow, made from examples. */
  readonly generated: readonly GeneratedClaim[];
}

/** Loads the functions of the platform. */
export async function aboutRelease(platform: Platform, examples: readonly KubernetesObject[]): Promise<AboutRelease> {
  const functions = await platform.loadFunctions();
  const kinds = Object.values(functions)
    .flatMap(({ targets }) => Object.values(targets))
    .flatMap(({ resources }) => Object.values(resources).map(modelOf));
  return {
    targets: Object.fromEntries(Object.values(platform.apis).map(({ kind, targets }) => [kind, targets])),
    converts: Object.values(platform.apis).flatMap(({ kind, convert }) => (convert === undefined ? [] : [kind])),
    immutable: byKind(kinds, 'immutable'),
    growing: byKind(kinds, 'growing'),
    sizing: byKind(kinds, 'sizing'),
    generated: generatedClaims(platform, examples),
  };
}

/** What some kinds say of their fields. Kinds of one name count together. */
function byKind(kinds: readonly ComposedKind[], says: keyof KnownFields): FieldsByKind {
  const fields: Record<string, readonly string[]> = {};
  for (const { apiVersion, kind, [says]: paths = [] } of kinds) {
    const name = `${apiVersion} ${kind}`;
    if (paths.length > 0) fields[name] = [...new Set([...(fields[name] ?? []), ...paths])];
  }
  return fields;
}

/** What is known of fields in two releases: either may know more of a kind. */
export function fieldsIn(...releases: readonly Pick<AboutRelease, keyof KnownFields>[]): FieldsOfKind {
  return (apiVersion, kind) => {
    const of = (says: keyof KnownFields) =>
      releases.flatMap((release) => release[says]?.[`${apiVersion} ${kind}`] ?? []);
    return { immutable: of('immutable'), growing: of('growing'), sizing: of('sizing') };
  };
}

/** A claim that somebody wrote. */
export type WrittenClaim = Pick<Cell, 'claim' | 'file'>;

/**
 * The cells to compare: written claims on every target of both releases and in every environment, generated ones on every target in one
 * environment after the other. `serving` names those that have what a kind needs on a target: in others, a generated claim would only be refused.
 */
export function cellsOf(
  releases: readonly AboutRelease[],
  written: readonly WrittenClaim[],
  environments: readonly string[],
  serving: (kind: string, target: string) => readonly string[] = () => environments,
): readonly Cell[] {
  const targetsOf = (kind: string) => [...new Set(releases.flatMap(({ targets }) => targets[kind] ?? []))];
  const cells: Cell[] = written.flatMap((claim) =>
    targetsOf(claim.claim.kind).flatMap((target) =>
      environments.map((environment) => ({ ...claim, target, environment })),
    ),
  );
  const generated = new Map(
    releases.flatMap((release) => release.generated).map((claim) => [JSON.stringify(claim), claim]),
  );
  for (const [index, claim] of [...generated.values()].entries()) {
    for (const target of targetsOf(claim.claim.kind)) {
      const able = serving(claim.claim.kind, target);
      const places = able.length > 0 ? able : environments;
      const environment = places[index % places.length];
      if (environment !== undefined) cells.push({ ...claim, target, environment });
    }
  }
  return cells;
}

/** The cells, and after each whose kind the new release converts the same with its claim converted. */
export function withConverted(cells: readonly Cell[], { converts = [] }: AboutRelease): readonly Cell[] {
  return cells.flatMap((cell) => (converts.includes(cell.claim.kind) ? [cell, { ...cell, converted: true }] : [cell]));
}
