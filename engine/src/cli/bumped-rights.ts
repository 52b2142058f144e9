/** Compares the rights of two versions of a provider or operator, as far as files or registries tell them. */
import {
  type Bumped,
  lockedRights,
  readVersion,
  requestedRights,
  type RightChange,
  rightChanges,
  type Rights,
  rightsIn,
  saysRights,
  type SourceVersion,
} from '../bump/index.ts';
import { UserError } from '../errors.ts';
import { type LockedRights, lockPath } from '../models/lock.ts';
import { modelsFolder } from '../models/used-models.ts';

export interface RightsToCompare {
  readonly bumped: Bumped;
  readonly version: SourceVersion;
  /** The version in use, if the command line names it. */
  readonly old: SourceVersion | undefined;
  /** What the lock of the models has. */
  readonly known: LockedRights | undefined;
}

export interface BumpedRights {
  readonly changes: readonly RightChange[];
  /** Why they are not compared; undefined if they are. */
  readonly permissions?: string;
  /** One sentence on what was compared. */
  readonly note: string;
  /** Those of the new version; undefined if it does not say. */
  readonly toKeep: LockedRights | undefined;
}

/** The rights of the new version beside those of the one in use: of `old`, of the lock of the models, or of the registry that has both. */
export async function bumpedRights(options: RightsToCompare): Promise<BumpedRights> {
  const { bumped, version } = options;
  const now = requestedRights(version.documents);
  const toKeep = saysRights(version.documents) ? lockedRights(bumped.version, now) : undefined;
  const before = await rightsInUse(options);
  const permissions =
    toKeep === undefined
      ? `${version.from} says nothing about rights, as a package or a ClusterRole beside the CRDs does`
      : before.unknown;
  if (permissions !== undefined || before.rights === undefined)
    return {
      changes: [],
      permissions: permissions ?? '',
      note: `permissions are not compared: ${permissions}`,
      toKeep,
    };
  return {
    changes: rightChanges(before.rights, now),
    note: `permissions are compared with those in ${before.from}`,
    toKeep,
  };
}

type InUse =
  | { readonly rights: Rights; readonly from: string; readonly unknown?: undefined }
  | { readonly unknown: string; readonly rights?: undefined; readonly from?: undefined };

async function rightsInUse({ bumped: { pin }, version, old, known }: RightsToCompare): Promise<InUse> {
  if (old !== undefined) return rightsOf(old, pin.version);
  if (known?.version === pin.version) return { rights: rightsIn(known), from: `${modelsFolder}/${lockPath}` };
  // Without a digest, the new version comes from the command line, and nobody may be asked.
  if (version.digest === undefined) return unknownOf(pin.version);
  try {
    return rightsOf(await readVersion({ pin, version: pin.version, option: '--from', kinds: [] }), pin.version);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return unknownOf(pin.version, error.message);
  }
}

function rightsOf({ documents, from }: SourceVersion, version: string): InUse {
  return saysRights(documents)
    ? { rights: requestedRights(documents), from }
    : unknownOf(version, `${from} does not say`);
}

function unknownOf(version: string, reason?: string): InUse {
  const why = reason === undefined ? '' : ` (${reason})`;
  return {
    unknown: `nothing here says which rights ${version} asks for${why}; name its package with --from this time, since --write keeps those of the new version for the next`,
  };
}
