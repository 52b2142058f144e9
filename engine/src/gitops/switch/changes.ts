/** What a switch between two published versions changes in the manifests of a cluster. */
import { changedFields, pathText } from '../../compare/behaviour/changed-fields.ts';
import type { Cluster, PublishedVersion } from '../fleet/index.ts';
import { mirrorObjects, relocated } from '../mirror.ts';
import { type BundledObject, bundledObjects, operatorObjects } from '../objects.ts';
import { groupOf } from '../../schema/kind-name.ts';

/** A field that differs. */
export interface FieldChange {
  readonly path: string;
  /** Absent if the field is new. */
  readonly before?: unknown;
  /** Absent if the field is gone. */
  readonly after?: unknown;
}

/** An object that differs. */
export interface ObjectChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Of a changed object. */
  readonly fields: readonly FieldChange[];
}

/** The changes from one version to the other for a cluster, sorted by kind and name. */
export function switchChanges(
  folder: string,
  [old, now]: readonly [PublishedVersion, PublishedVersion],
  cluster: Cluster,
): readonly ObjectChange[] {
  const objectsOf = (version: PublishedVersion) =>
    byIdentity([
      ...mirrorObjects(folder, version, cluster, [old, now]),
      ...operatorObjects(folder, version, cluster).map((object) => relocated(object, cluster)),
      ...bundledObjects(folder, version, cluster),
    ]);
  const [before, after] = [objectsOf(old), objectsOf(now)];
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((identity): ObjectChange[] => {
    const [was, is] = [before.get(identity), after.get(identity)];
    if (was === undefined) return is === undefined ? [] : [{ change: 'added', ...titleOf(is), fields: [] }];
    if (is === undefined) return [{ change: 'removed', ...titleOf(was), fields: [] }];
    const fields = changedFields(was, is).map((each) => ({
      path: pathText(each.path),
      ...(each.before !== undefined && { before: each.before }),
      ...(each.after !== undefined && { after: each.after }),
    }));
    return fields.length === 0 ? [] : [{ change: 'changed', ...titleOf(is), fields }];
  });
}

const widest = 160;

/** The changes in lines; a long value is cut. */
export function changeLines(changes: readonly ObjectChange[]): readonly string[] {
  return changes.flatMap(({ change, kind, namespace, name, fields }) => [
    `${signs[change]} ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
    ...fields.map(({ path, before, after }) => `    ${path}: ${shown(before)} → ${shown(after)}`),
  ]);
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > widest ? `${text.slice(0, widest)}…` : text;
}

function byIdentity(objects: readonly BundledObject[]): ReadonlyMap<string, BundledObject> {
  return new Map(
    objects.map((object) => {
      const { apiVersion, kind, metadata } = object;
      return [[kind, groupOf(apiVersion), metadata.namespace ?? '', metadata.name].join('/'), object];
    }),
  );
}

function titleOf({ apiVersion, kind, metadata: { namespace, name } }: BundledObject) {
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name };
}
