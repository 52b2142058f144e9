/** Waits for packages of the platform, and for the kinds that they bring. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { type Condition, type InstalledPackage, packagesOf } from './cluster.ts';
import { type Item, itemsOf, type Kubectl } from './kubectl.ts';
import { isFrom, type Origin, repositoryName } from './source.ts';

/** What must become so. */
export interface Awaited {
  readonly what: string;
  /** Undefined once it is so, and else the reason why not. */
  readonly lacks: string | undefined;
}

export interface Waiting {
  readonly seconds: number;
  /** Gets a sentence each time that one changes. */
  readonly report: (sentence: string) => void;
  /** @default one second between two looks */
  readonly pause?: () => Promise<unknown>;
}

/** Asks until nothing is lacking, or until the time is over. Returns what is lacking then. */
export async function waitFor(
  ask: () => Promise<readonly Awaited[]>,
  { seconds, report, pause = () => sleep(1000) }: Waiting,
): Promise<readonly Awaited[]> {
  const said = new Map<string, string>();
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const all = await ask();
    for (const { what, lacks = 'ready' } of all) {
      if (said.get(what) !== lacks) report(`${what}: ${lacks}`);
      said.set(what, lacks);
    }
    const open = all.filter(({ lacks }) => lacks !== undefined);
    if (open.length === 0 || performance.now() >= deadline) return open;
    await pause();
  }
}

/** A package, whatever its name and registry in the cluster. */
export interface Expected {
  readonly kind: string;
  /** Where the platform has it from. */
  readonly address: string;
}

/** The states of these packages. */
export async function packageStates(
  kubectl: Kubectl,
  expected: readonly Expected[],
  origin: Origin,
): Promise<readonly Awaited[]> {
  const there = await packagesOf(kubectl);
  return expected.map(({ kind, address }) => {
    const found = there.find((each) => each.kind === kind && isFrom(each, address, origin));
    if (found === undefined) return { what: `${kind} ${repositoryName(address)}`, lacks: 'is not there yet' };
    return { what: `${kind} ${found.name}`, lacks: whyUnhealthy(found) };
  });
}

/**
 * Crossplane keeps the conditions of the last package until it has looked at the new one. It writes an address into the status only once it has
 * resolved it, so a package that it cannot pull is known by a condition of this generation.
 */
export function whyUnhealthy({ package: address, generation, status }: InstalledPackage): string | undefined {
  const isLookedAt = status.conditions?.some(
    ({ type, observedGeneration = 0 }) => type === 'Installed' && observedGeneration === generation,
  );
  if (status.currentIdentifier !== address && isLookedAt !== true) return 'Crossplane has not looked at it yet';
  return ['Installed', 'Healthy'].map((type) => whyNot(status.conditions, type)).find((why) => why !== undefined);
}

/** The state of the XRDs of a group. Those of a package that is not installed yet are not there, so at least one is lacking. */
export async function definitionStates(kubectl: Kubectl, group: string): Promise<readonly Awaited[]> {
  const all = await definitionsOf(kubectl, group);
  if (all.length === 0) return [{ what: `XRDs of ${group}`, lacks: 'none is there yet' }];
  return all.map(({ metadata: { name }, status, spec }) => {
    const { conditions } = (status ?? {}) as { readonly conditions?: readonly Condition[] };
    const wanted = (spec as Definition).claimNames === undefined ? ['Established'] : ['Established', 'Offered'];
    return {
      what: `XRD ${name}`,
      lacks: wanted.map((type) => whyNot(conditions, type)).find((why) => why !== undefined),
    };
  });
}

/** The part of an XRD's spec that installations read. */
export interface Definition {
  readonly group: string;
  readonly names: { readonly kind: string; readonly plural: string };
  readonly claimNames?: { readonly kind: string; readonly plural: string };
}

/** The XRDs of a group. Throws a `UserError` for one that does not say what it defines: it may have claims. */
export async function definitionsOf(kubectl: Kubectl, group: string): Promise<readonly Item[]> {
  const all = await itemsOf(kubectl, 'compositeresourcedefinitions.apiextensions.crossplane.io');
  const odd = all.find(({ spec }) => !isDefinition(spec));
  if (odd === undefined) return all.filter(({ spec }) => isDefinition(spec) && spec.group === group);
  throw new UserError(`the cluster does not say which kinds ${odd.metadata.name} defines`, {
    hint: 'look at it with `kubectl get xrd -o yaml`',
  });
}

function isDefinition(spec: unknown): spec is Definition {
  const { group, names, claimNames } = Object(spec) as Readonly<Record<string, unknown>>;
  return typeof group === 'string' && areNames(names) && (claimNames === undefined || areNames(claimNames));
}

function areNames(names: unknown): boolean {
  const { kind, plural } = Object(names) as Readonly<Record<string, unknown>>;
  return typeof kind === 'string' && typeof plural === 'string';
}

function whyNot(conditions: readonly Condition[] = [], type: string): string | undefined {
  const condition = conditions.find((each) => each.type === type);
  if (condition?.status === 'True') return undefined;
  const { reason, message } = condition ?? {};
  return [`not ${type}`, reason, message].filter((part) => part !== undefined && part !== '').join(': ');
}
