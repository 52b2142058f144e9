/** What a published version says about the kinds of its claims, so that GitOps objects can be written without the platform. */
import { textIn } from '../../files.ts';
import { UserError } from '../../errors.ts';
import type { Flavour } from '../../schema/index.ts';
import { claimsInsidePath, deletionPath } from '../../schema/vocabulary.ts';
import { readYaml } from '../../yaml/index.ts';
import type { Cluster, PublishedVersion } from '../fleet/index.ts';
import { packagesPath } from './places.ts';

/** A kind that developers claim, in one target and flavour of a version. */
export interface ClaimKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  /** The XR's kind, if it is another than the claim's. */
  readonly xr?: string;
  /** All versions that are served. */
  readonly versions: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  /** An API whose claims are in no namespace is always `namespaced`: its claims are XRs. */
  readonly flavour: Flavour;
  /** Whether data goes with a claim: its own, or that of the claims inside it. */
  readonly holdsData: boolean;
}

/** The name of the file beside the packages. */
export const kindsFile = 'kinds.yaml';

interface Names {
  readonly kind: string;
  readonly plural: string;
}

/** An XRD, as far as it is read. */
interface Definition {
  readonly spec: {
    readonly group: string;
    readonly scope?: string;
    readonly names: Names;
    readonly claimNames?: Names;
    readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema?: Schema } }[];
  };
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The kind that developers claim by this XRD. */
export function claimKind({ spec }: Definition): ClaimKind {
  const { group, scope, names, claimNames, versions } = spec;
  const { kind, plural } = claimNames ?? names;
  const isCluster = claimNames === undefined && scope === 'Cluster';
  const has = (path: string) => versions.some(({ schema }) => at(schema?.openAPIV3Schema, path) !== undefined);
  return {
    group,
    kind,
    plural,
    ...(claimNames !== undefined && { xr: names.kind }),
    versions: versions.map(({ name }) => name),
    scope: isCluster ? 'Cluster' : 'Namespaced',
    flavour: claimNames === undefined ? 'namespaced' : 'claims',
    holdsData: has(deletionPath) || (isCluster && has(claimsInsidePath)),
  };
}

function at(schema: Schema | undefined, path: string): Schema | undefined {
  return path.split('.').reduce<Schema | undefined>((node, step) => node?.properties?.[step], schema);
}

/** The kinds in a published version for clusters of a target and flavour. Throws a `UserError` if the file is not as it was published. */
export function kindsFor(
  folder: string,
  { path }: Pick<PublishedVersion, 'path'>,
  place: Pick<Cluster, 'target' | 'flavour'>,
): readonly ClaimKind[] {
  const file = `${path}/${packagesPath(place)}/${kindsFile}`;
  const [document] = readYaml(textIn(folder, file) ?? '').documents;
  const value = document !== undefined && 'value' in document ? document.value : undefined;
  if (Array.isArray(value) && value.every(isClaimKind)) return value;
  throw new UserError(`${folder}/${file} is no list of kinds`, { hint: 'restore it from Git' });
}

function isClaimKind(value: unknown): value is ClaimKind {
  if (typeof value !== 'object' || value === null) return false;
  const { group, kind, plural, versions, scope, flavour, holdsData } = value as Partial<
    Record<keyof ClaimKind, unknown>
  >;
  const isNamed = [group, kind, plural].every((text) => typeof text === 'string');
  const isPlaced =
    ['Namespaced', 'Cluster'].includes(String(scope)) && ['namespaced', 'claims'].includes(String(flavour));
  return isNamed && isPlaced && typeof holdsData === 'boolean' && Array.isArray(versions);
}
