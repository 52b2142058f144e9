/** Where the backups of a database in the cluster go: decided once, because it can be restored only from there. */
import { type Claim, type CloudName, Incapable } from 'planesmith/authoring';
import type { Output } from 'planesmith/schema';
import type { database } from '../../apis/database.ts';
import type { Environment } from '../environment/index.ts';
import { annotationOf, madeBy, type ObjectStore } from '../kinds/barman-object-store.ts';
import type { ObjectBucketClaim } from '../kinds/object-bucket-claim.ts';
import { creationSuffix } from './creation.ts';

export type Backups = NonNullable<NonNullable<Environment['incluster']>['backups']>;

type Recorded = Partial<Output<(typeof database)['recorded']>>;

/** A place for backups, as the record has it. */
export type BackupStore = NonNullable<Recorded['backupStore']>;

interface Context {
  readonly claim: Claim;
  readonly environment: { readonly incluster: { readonly backups?: Backups | undefined } };
  readonly recorded: Recorded;
  readonly cloudName: CloudName;
}

/**
 * The store of a claim's backups; undefined if the environment has none. An existing database keeps its store. Only the address and the
 * credentials of the same store may change. Throws an `Incapable` if a new claim would get a store, and nobody says who else opens it.
 */
export function decideBackupStore(context: Context): BackupStore | undefined {
  const { environment, recorded } = context;
  const { backups } = environment.incluster;
  const before = recorded.backupStore;
  if (backups === undefined) return before;
  if (before === undefined) return newStore(context, backups);
  return isStillOffered(before, backups, context) ? storeAt(before.place, backups) : before;
}

function newStore({ claim, recorded, cloudName }: Context, backups: Backups): BackupStore {
  const { bucketClass, destination = '', endpoint, credentials, shared } = backups;
  if (bucketClass !== undefined) {
    // A bucket that was retained has the name of its claim, and the next claim of that name could not have it. But one that takes over the
    // database, and goes on with its archive, has that bucket: its object is there too, and a bucket cannot get another name.
    const archive = recorded.archive?.startsWith(claim.name) === true ? recorded.archive : undefined;
    const bucket = cloudName(`backups${archive?.slice(claim.name.length) ?? creationSuffix(claim)}`);
    return storeAt(placeIn(bucket), { bucketClass, endpoint });
  }
  if (shared === undefined && recorded.version === undefined) {
    throw new Incapable(
      'the environment does not say in incluster.backups.shared whether the credentials in one namespace open the backups of others; the ' +
        'platform team must say so, or name a bucketClass instead of a destination',
    );
  }
  const { namespace, namespaceUID } = claim;
  // The next namespace of the same name must not find the backups of this one.
  const folder = namespaceUID === undefined ? namespace : `${namespace}-${namespaceUID}`;
  return storeAt(`${destination}/${folder}`, { endpoint, credentials });
}

function isStillOffered(before: BackupStore, { bucketClass, destination }: Backups, { claim }: Context): boolean {
  if (before.bucketClass !== undefined) return before.bucketClass === bucketClass;
  const folder = `${destination}/${claim.namespace}`;
  return before.place === folder || before.place.startsWith(`${folder}-`);
}

type Access = { readonly [K in 'bucketClass' | 'endpoint' | 'credentials']?: string | undefined };

function storeAt(place: string, { bucketClass, endpoint, credentials }: Access): BackupStore {
  return {
    place,
    ...(bucketClass !== undefined && { bucketClass }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  };
}

const placeIn = (bucket: string | undefined) => `s3://${bucket}/`;

/** The name of the bucket in a place. */
export const bucketOf = ({ place }: BackupStore) => place.slice('s3://'.length).replace(/\/.*/, '');

interface Existing {
  readonly store: ObjectStore | undefined;
  readonly bucket: ObjectBucketClaim | undefined;
}

/** The recorded store, as existing resources show it. */
export function recoverBackupStore({ store, bucket }: Existing): BackupStore | undefined {
  const { destinationPath, endpointURL: endpoint, s3Credentials } = store?.spec.configuration ?? {};
  const place = destinationPath ?? (bucket && placeIn(bucket.spec?.bucketName));
  if (place === undefined) return undefined;
  const bucketClass = bucket?.spec?.storageClassName ?? (store && annotationOf(store, madeBy));
  if (bucketClass !== undefined) return storeAt(place, { bucketClass, endpoint });
  return storeAt(place, { endpoint, credentials: s3Credentials?.accessKeyId?.name });
}
