/** A cluster for tests, behind the arguments with which kubectl is called: it lists claims and revisions, and takes patches. */
import type { Item, Kubectl } from '../../install/kubectl.ts';

export const group = 'toys.example.org';
const channelLabel = 'planesmith.dev/channel';
const revisions = 'compositionrevisions.apiextensions.crossplane.io';

/** An XRD; with `claims`, one whose XRs are behind claims. */
export function definition(kind: string, plural: string, claims = false): Item {
  const names = claims ? { kind: `X${kind}`, plural: `x${plural}` } : { kind, plural };
  return {
    apiVersion: 'apiextensions.crossplane.io/v2',
    kind: 'CompositeResourceDefinition',
    metadata: { name: `${names.plural}.${group}` },
    spec: { group, names, ...(claims && { claimNames: { kind, plural } }) },
  };
}

/** A revision of the Composition `<plural>-local` in a channel. */
export function revision(kind: string, plural: string, channel: string): Item {
  return {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'CompositionRevision',
    metadata: {
      name: `${plural}-local-${channel}`,
      labels: { [channelLabel]: channel, 'crossplane.io/composition-name': `${plural}-local` },
    },
    spec: { compositeTypeRef: { apiVersion: `${group}/v1alpha1`, kind } },
  };
}

/** What differs from a Widget in team-a, in the channel stable. */
export interface ClaimChanges {
  readonly kind?: string;
  readonly namespace?: string;
  readonly uid?: string;
  /** The fields of Crossplane. */
  readonly crossplane?: object;
  readonly metadata?: object;
  /** Whether the fields of Crossplane are in the spec itself. */
  readonly isClaim?: boolean;
  readonly spec?: object;
}

/** The selector of a channel. */
export const selecting = (channel: string) => ({
  compositionRevisionSelector: { matchLabels: { [channelLabel]: channel } },
});

export function claim(name: string, changes: ClaimChanges = {}): Item {
  const { kind = 'Widget', namespace = 'team-a', uid = `uid of ${name}`, isClaim = false, spec = {} } = changes;
  const { crossplane = selecting('stable'), metadata = {} } = changes;
  return {
    apiVersion: `${group}/v1alpha1`,
    kind,
    metadata: { name, ...(namespace !== '' && { namespace }), uid, ...metadata },
    spec: { size: 'large', ...spec, ...(isClaim ? crossplane : { crossplane }) },
  };
}

export interface FakeChannels {
  readonly kubectl: Kubectl;
  /** All objects, as they are now. */
  readonly objects: Item[];
  /** The arguments of each patch. */
  readonly patches: (readonly string[])[];
}

/** `refuses` says why a claim cannot be patched. */
export function fakeChannels(
  given: readonly Item[],
  refuses = (_: string): string | undefined => undefined,
): FakeChannels {
  const objects = [...given];
  const patches: (readonly string[])[] = [];
  const pluralOf = (item: Item) =>
    item.kind === 'CompositionRevision' ? revisions : `${item.kind.toLowerCase()}s.${group}`;
  const kubectl: Kubectl = async (args) => {
    const [verb, resource = '', name = ''] = args;
    if (verb === 'get') {
      const asked = resource.split(',');
      const isAsked = (item: Item) =>
        asked.includes(pluralOf(item)) ||
        (item.kind === 'CompositeResourceDefinition' && resource.startsWith('compositeresourcedefinitions.'));
      return { code: 0, stdout: JSON.stringify({ items: objects.filter(isAsked) }), stderr: '' };
    }
    patches.push(args);
    const says = refuses(name);
    if (says !== undefined) return { code: 1, stdout: '', stderr: `Error from server (Invalid): ${says}\n` };
    const namespace = valueOf(args, '--namespace');
    const at = objects.findIndex(
      (item) => pluralOf(item) === resource && item.metadata.name === name && item.metadata.namespace === namespace,
    );
    const old = objects[at];
    if (old === undefined)
      return { code: 1, stdout: '', stderr: `Error from server (NotFound): ${resource} "${name}" not found` };
    if (!args.includes('--dry-run=server')) objects[at] = merged(old, JSON.parse(valueOf(args, '--patch') ?? ''));
    return { code: 0, stdout: '', stderr: '' };
  };
  return { kubectl, objects, patches };
}

function valueOf(args: readonly string[], option: string): string | undefined {
  return args.find((word) => word.startsWith(`${option}=`))?.slice(option.length + 1);
}

/** A JSON merge patch. */
function merged<T>(old: T, patch: object): T {
  const entries = Object.entries(patch).map(([key, value]: [string, unknown]) => {
    const before: unknown = Object.entries(old ?? {}).find(([own]) => own === key)?.[1];
    return [key, typeof value === 'object' && value !== null ? merged(before ?? {}, value) : value];
  });
  return { ...old, ...Object.fromEntries(entries) };
}
