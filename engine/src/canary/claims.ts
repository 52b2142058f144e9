/** The claims of a cluster, and the channel that each follows. */
import type { Definition } from '../install/healthy.ts';
import type { Item } from '../install/kubectl.ts';
import { channelLabel } from '../synth/channel.ts';

/** A claim, or an XR that has no claim: that of a cluster-scoped API, or of the flavour with namespaced XRs. */
export interface ChannelClaim {
  readonly kind: string;
  /** Absent for a cluster-scoped API. */
  readonly namespace?: string;
  readonly name: string;
  /** The channel that its selector names. Absent if it selects by nothing, or by something else than a channel. */
  readonly channel?: string;
  /** Why its channel is nobody's to change but that of whoever did this by hand. */
  readonly left?: string;
  readonly revision?: string;
  /** The release that answered it last. */
  readonly release?: string;
  /** What the cluster must be asked by, which nobody reads. */
  readonly place: Place;
}

interface Place {
  /** As kubectl names the kind. */
  readonly resource: string;
  /** Where the fields of Crossplane are. */
  readonly fields: readonly string[];
  readonly compositeKind: string;
  readonly composition?: string;
  /** The claim of a person: the one itself, or the one that it was composed for. Both must be in one channel. */
  readonly root: { readonly uid: string; readonly kind: string; readonly namespace?: string };
}

/** The claims among these objects, sorted. `definitions` are the specs of their XRDs. */
export function channelClaims(definitions: readonly Definition[], objects: readonly Item[]): readonly ChannelClaim[] {
  const roots = rootsIn(objects);
  return objects
    .filter((object) => claimBehind(object) === undefined)
    .flatMap((object) => {
      const definition = definitions.find(
        ({ names, claimNames }) => names.kind === object.kind || claimNames?.kind === object.kind,
      );
      return definition === undefined ? [] : [channelClaim(definition, object, roots(object))];
    })
    .toSorted((a, b) => (shown(a) < shown(b) ? -1 : 1));
}

/** `Database team-a/orders`. */
export function shown({ kind, namespace, name }: Pick<ChannelClaim, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function channelClaim({ group, names, claimNames }: Definition, object: Item, root: Item): ChannelClaim {
  const { kind, metadata } = object;
  const ownNames = claimNames?.kind === kind ? claimNames : names;
  const fields = claimNames === undefined ? ['spec', 'crossplane'] : ['spec'];
  const crossplane = fields.reduce((value, field) => recordIn(value[field]), recordIn(object));
  const channel = channelIn(crossplane['compositionRevisionSelector']);
  const left = whyLeft(object, crossplane, channel);
  const [revision, composition, release] = [
    textIn(recordIn(crossplane['compositionRevisionRef'])['name']),
    textIn(recordIn(crossplane['compositionRef'])['name']),
    textIn(recordIn(object.status)['platformVersion']),
  ];
  return {
    kind,
    ...placed(metadata.namespace),
    name: metadata.name,
    ...(channel !== undefined && { channel }),
    ...(left !== undefined && { left }),
    ...(revision !== undefined && { revision }),
    ...(release !== undefined && { release }),
    place: {
      resource: `${ownNames.plural}.${group}`,
      fields,
      compositeKind: names.kind,
      ...(composition !== undefined && { composition }),
      root: { uid: root.metadata.uid ?? '', kind: root.kind, ...placed(root.metadata.namespace) },
    },
  };
}

function placed(namespace: string | undefined): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

/**
 * With the policy `Manual` Crossplane keeps the revision that a claim has, whatever it selects (core v2.4.0
 * internal/controller/apiextensions/composite/api.go:163).
 */
function whyLeft(object: Item, crossplane: Fields, channel: string | undefined): string | undefined {
  if (object.metadata.deletionTimestamp !== undefined) return 'it is being deleted';
  if (crossplane['compositionUpdatePolicy'] === 'Manual') {
    return 'its revision is pinned by compositionUpdatePolicy: Manual';
  }
  const selects = crossplane['compositionRevisionSelector'] !== undefined;
  return selects && channel === undefined ? 'its compositionRevisionSelector names more than a channel' : undefined;
}

/** The channel of a selector that has no other label. */
function channelIn(selector: unknown): string | undefined {
  const labels = Object.entries(recordIn(recordIn(selector)['matchLabels']));
  const [[label, value] = []] = labels;
  return labels.length === 1 && label === channelLabel ? textIn(value) : undefined;
}

/** Finds the object that an object was composed for, through all that are between. */
function rootsIn(objects: readonly Item[]): (object: Item) => Item {
  const byUid = new Map(objects.map((object) => [object.metadata.uid, object]));
  const byName = new Map(objects.map((object) => [shown({ kind: object.kind, ...object.metadata }), object]));
  const rootOf = (object: Item, seen: ReadonlySet<Item>): Item => {
    const claim = claimBehind(object);
    const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    const next = (claim === undefined ? undefined : byName.get(claim)) ?? byUid.get(owner?.uid ?? 'none');
    return next === undefined || seen.has(next) ? object : rootOf(next, new Set([...seen, next]));
  };
  return (object) => rootOf(object, new Set([object]));
}

/** The claim that has this XR, if one has. */
function claimBehind({ spec }: Item): string | undefined {
  const { kind, namespace, name } = recordIn(recordIn(spec)['claimRef']);
  return textIn(name) === undefined ? undefined : `${String(kind)} ${String(namespace)}/${String(name)}`;
}

type Fields = Readonly<Record<string, unknown>>;

function recordIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
