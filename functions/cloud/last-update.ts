/** The end of what a claim no longer wants: whoever deletes it outside the cluster goes by how it was composed last. */
import type { Composed, ComposedResource } from 'planesmith/authoring';
import { policies } from './managed.ts';

interface Existing {
  readonly metadata?:
    | {
        readonly annotations?: Readonly<Record<string, string>> | undefined;
        readonly finalizers?: readonly string[] | undefined;
      }
    | undefined;
  readonly spec?: object | undefined;
}

type Spec<M extends Existing> = NonNullable<M['spec']>;

interface Leaving<M extends Existing> {
  readonly model: Composed<M>;
  /** What exists, by key. */
  readonly existing: Readonly<Record<string, M | undefined>>;
  /** How it is composed last. */
  readonly last: (spec: Spec<M>) => Spec<M>;
  /** Whether whoever deletes it knows of that. @default as soon as it is composed so */
  readonly isKnown?: (object: M) => boolean;
}

const externalName = 'crossplane.io/external-name';

/** What is `wanted`, and what no longer is, until it was composed once as it is composed `last`. */
export function lettingGo<M extends Existing>(
  wanted: Readonly<Record<string, ComposedResource<M>>>,
  { model, existing, last, isKnown = () => true }: Leaving<M>,
): Readonly<Record<string, ComposedResource<M>>> {
  const leaving = Object.entries(existing).flatMap(([key, object]) => {
    if (object?.spec === undefined || Object.hasOwn(wanted, key)) return [];
    const spec = last(object.spec);
    const isLast = JSON.stringify(spec) === JSON.stringify(object.spec);
    if (isLast && isKnown(object)) return [];
    const name = object.metadata?.annotations?.[externalName];
    const metadata = name === undefined ? {} : { annotations: { [externalName]: name } };
    return [[key, model({ metadata, spec } as never)] as const];
  });
  return { ...Object.fromEntries(leaving), ...wanted };
}

/** The last of what Crossplane manages: it stays out there where the claim retains its data, and is deleted where it does not. */
export function keptOrDeleted({ retain }: { readonly retain: boolean }) {
  return <S extends object>(spec: S): S => ({ ...spec, managementPolicies: policies(retain) });
}
