/** Composes what `planesmith bump` judges: the objects of examples, generated and given claims, and those of files. */
import type { AnyFunctions } from '../authoring/index.ts';
import { type BumpComparison, type ComparedKind, sampleValues } from '../bump/index.ts';
import { aboutRelease, cellsOf } from '../compare/behaviour/about.ts';
import { settler } from '../compare/behaviour/settle.ts';
import { type Cell, isState, type Settled, titleOf } from '../compare/behaviour/settled.ts';
import { contractOf } from '../compare/contract.ts';
import { manifestFiles } from '../judge/manifest-files.ts';
import type { JsonSchema } from '../models/json-schema.ts';
import { byKind, type KindReference } from '../models/kind.ts';
import type { Platform } from '../platform/platform.ts';
import { composedKinds } from '../release/composed-kinds.ts';
import type { KubernetesObject } from '../render/index.ts';
import { claimsIn } from './compared-claims.ts';
import { servingIn } from './compare-findings.ts';
import { environmentsOf } from './environments.ts';
import { exampleFiles } from './examples.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { readEnvironment, readObjects } from './read-claims.ts';

/** What is composed besides the examples. */
export interface ComposedFrom {
  /** Files and folders with claims. */
  readonly claims: readonly string[];
  /** Files and folders with composed objects. */
  readonly objects: readonly string[];
}

/** The combinations of claim, target and environment that were tried. */
export interface Combinations {
  readonly count: number;
  /** The APIs and targets of which none composed anything, such as `Database on aws`. */
  readonly unserved: readonly string[];
}

/**
 * Adds the objects of every API and target that composes one of the kinds, and returns what was tried. Claims of
 * the platform that are composed themselves count as claims. `schemaOf` gives the schema of a kind in the version in use.
 */
export async function addComposed(
  add: BumpComparison['add'],
  loaded: LoadedPlatform,
  { claims, objects }: ComposedFrom,
  kinds: readonly ComparedKind[],
  schemaOf: (kind: KindReference) => JsonSchema | undefined,
): Promise<Combinations> {
  for (const path of objects) addObjects(add, path);
  const { platform } = loaded;
  const functions = await platform.loadFunctions();
  const contract = contractOf(platform, functions);
  const files = environmentsOf(loaded).map(({ name, file }) => [name, readEnvironment(file, loaded)] as const);
  const environments = Object.fromEntries(files);
  const written = claimsIn([...exampleFiles(loaded), ...manifestFiles(claims)], [contract]);
  const about = await aboutRelease(
    platform,
    written.map(({ claim }) => claim),
  );
  const serving = (kind: string, target: string) => servingIn({ contract, environments }, kind, target);
  const settle = await settler(platform, { environments });
  const settleKnown = await settler(platform, { environments }, sampleValues(schemaOf));
  const addCell = (cell: Cell) => composedIn(settle(cell), settleKnown(cell), add);
  const isApi = ({ apiVersion }: KindReference) => apiVersion.startsWith(`${platform.group}/`);
  const isOne = (kind: KindReference) => kinds.some((each) => byKind(each, kind) === 0);
  const declared = platform.packages.flatMap(({ targets }) =>
    targets.flatMap((target) => composedKinds(functions, target)),
  );
  // A kind that no target declares may be in the manifest of another one, and nothing says of which.
  const isCarried = kinds.some((kind) => !declared.some((each) => byKind(each, kind) === 0));
  const isWanted = isCarried ? () => true : composing(platform, functions, (kind) => isApi(kind) || isOne(kind));
  const cells = cellsOf([about], written, Object.keys(environments), serving).filter(isWanted);
  const served = new Set<string>();
  const inner = new Map<string, Cell>();
  for (const cell of cells) {
    const composed = addCell(cell);
    if (composed.length > 0) served.add(placeOf(cell));
    for (const claim of composed.filter(isApi)) {
      const { spec } = claim as { readonly spec?: unknown };
      inner.set(JSON.stringify([claim.kind, spec, cell.target, cell.environment]), {
        ...cell,
        claim: claimOf(claim),
        generated: 'composed',
      });
    }
  }
  const further = [...inner.values()].filter(isWanted);
  for (const cell of further) addCell(cell);
  const unserved = [...new Set(cells.map(placeOf))].filter((place) => !served.has(place));
  return { count: cells.length + further.length, unserved };
}

function placeOf({ claim, target }: Cell): string {
  return `${claim.kind} on ${target}`;
}

/** Adds a claim, and returns its objects. */
function composedIn(settled: Settled, known: Settled, add: BumpComparison['add']): readonly KubernetesObject[] {
  add(settled, known);
  return isState(settled.outcome) ? settled.outcome.composed : [];
}

/** A composed claim as somebody would write it. */
function claimOf({
  apiVersion,
  kind,
  metadata: { name, namespace },
  spec,
}: KubernetesObject & { readonly spec?: unknown }): KubernetesObject {
  return {
    apiVersion,
    kind,
    metadata: { ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) },
    spec,
  };
}

/** Whether an API composes such a kind on the target of a cell. */
function composing(
  { apis }: Platform,
  functions: AnyFunctions,
  isOne: (kind: KindReference) => boolean,
): (cell: Cell) => boolean {
  const known = new Map<string, boolean>();
  return ({ claim: { kind }, target }) => {
    const id = `${kind} ${target}`;
    const own = Object.entries(functions).filter(([key]) => apis[key]?.kind === kind);
    const found = known.get(id) ?? composedKinds(Object.fromEntries(own), target).some(isOne);
    known.set(id, found);
    return found;
  };
}

/** Adds the composed objects in a file or folder, as those of the claims that own them. */
function addObjects(add: BumpComparison['add'], path: string): void {
  for (const object of readObjects(path)) {
    const [owner] = (object.metadata['ownerReferences'] ?? []) as readonly {
      readonly kind: string;
      readonly name: string;
    }[];
    const claim = titleOf({
      ...object,
      metadata: { ...object.metadata, name: owner?.name ?? object.metadata.name ?? '' },
    });
    const outcome = { xr: object, composed: [object], unready: [] };
    add({ kind: owner?.kind ?? 'objects', target: path, environment: path, claim, outcome });
  }
}
