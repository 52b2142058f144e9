/** The lives of played claims that lead into a state, each as the XR at its end. */
import { dispatch, type Handler } from 'planesmith/runtime';
import type { Flavour, Schema } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { functions } from '../../functions/index.ts';
import { handler } from '../cases/platform.ts';
import { type Cell, environmentNames, exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim, type PlayedClaimOptions, refusals } from '../played/claim.ts';
import { conditionsOf } from './crossplane.ts';

/** Where a claim lives. */
export interface PlaceOfClaim extends Cell {
  readonly flavour: Flavour;
}

/** The XR at the end of a life; undefined if the API has no such state on its target. */
export type Reach = (place: PlaceOfClaim) => KubernetesObject | undefined;

/** An environment that has a name, and no facts. */
const incomplete = { name: 'dev' };

const optionsIn = ({ key, kind, target, flavour }: PlaceOfClaim): PlayedClaimOptions => ({
  kind,
  target,
  flavour,
  environment: facts(usualEnvironment(target)),
  spec: exampleSpec(key),
});

const fresh = (place: PlaceOfClaim) => new PlayedClaim(optionsIn(place));
const settled = (place: PlaceOfClaim) => readyClaim(optionsIn(place));

/** The XR after a reconcile, if its condition of this type then is as wanted. */
function after(claim: PlayedClaim, type: string, isWanted: (word: string) => boolean): KubernetesObject | undefined {
  claim.reconcile();
  const { xr } = claim;
  const found = conditionsOf(xr).find((condition) => condition.type === type);
  return found !== undefined && isWanted(type === 'Ready' ? found.status : found.reason) ? xr : undefined;
}

const provisioned = (claim: PlayedClaim, reason: string) => after(claim, 'Provisioned', (found) => found === reason);
const capable = (claim: PlayedClaim, reason: string) => after(claim, 'PlatformCapable', (found) => found === reason);
const unready = (claim: PlayedClaim) => after(claim, 'Ready', (status) => status === 'False');

export const unseen: Reach = (place) => fresh(place).xr;
export const begun: Reach = (place) => provisioned(fresh(place), 'Progressing');
export const ready: Reach = (place) => provisioned(settled(place), 'Available');

export const starting: Reach = (place) => {
  const claim = fresh(place);
  claim.reconcile();
  for (const key of claim.objects.keys()) claim.play(key, 'starting');
  return unready(claim);
};

export const troubled: Reach = (place) => {
  const claim = settled(place);
  for (const key of claim.objects.keys()) claim.play(key, 'failing');
  return provisioned(claim, 'NotReady');
};

export const withLostPart: Reach = (place) => {
  const claim = settled(place);
  claim.objects.delete(firstPart(claim));
  return unready(claim);
};

export const withoutStatus: Reach = (place) => {
  const { status: _, ...restored } = settled(place).xr;
  return restored;
};

/** The options of a claim that an environment refuses for its size; undefined if none does. */
function refusedOptions(place: PlaceOfClaim): PlayedClaimOptions | undefined {
  const { spec } = place.api;
  const size: Schema | undefined = spec.kind === 'object' ? spec.fields['size'] : undefined;
  return (size?.kind === 'enum' ? size.values : [])
    .flatMap((value) => environmentNames.map((name) => ({ size: value, environment: facts(name) })))
    .map(({ environment, ...asked }) => ({
      ...optionsIn(place),
      environment,
      spec: { ...exampleSpec(place.key), ...asked },
    }))
    .find((options) => refusals(options).length > 0 && provisioned(new PlayedClaim(options), 'Refused') !== undefined);
}

export const refused: Reach = (place) => {
  const options = refusedOptions(place);
  return options && provisioned(new PlayedClaim(options), 'Refused');
};

export const changeRefused: Reach = (place) => {
  const options = refusedOptions(place);
  if (options === undefined) return undefined;
  const { size: _, ...spec } = exampleSpec(place.key);
  const claim = readyClaim({ ...options, spec });
  claim.spec = { ...claim.spec, ...options.spec };
  claim.generation += 1;
  return provisioned(claim, 'Refused');
};

export const withoutFact: Reach = (place) =>
  provisioned(new PlayedClaim({ ...optionsIn(place), environment: incomplete }), 'EnvironmentIncomplete');

export const losingFact: Reach = (place) => {
  const claim = settled(place);
  claim.environment = incomplete;
  return provisioned(claim, 'EnvironmentIncomplete');
};

export const contradicted: Reach = (place) => {
  const claim = settled(place);
  claim.status = { ...claim.status, target: 'mainframe' };
  return provisioned(claim, 'CannotProceed');
};

/** The first kind of the claim's objects that somebody has to install; undefined if Kubernetes and Crossplane bring all of them. */
function installedKind(claim: PlayedClaim): KubernetesObject | undefined {
  return [...claim.objects.values()].find(isInstalled);
}

/** Whether somebody had to install the kind of an object: Kubernetes and Crossplane bring the others. */
export function isInstalled({ apiVersion }: KubernetesObject): boolean {
  return /^(?!.*\.k8s\.io\/|protection\.crossplane\.io\/)[^/]*\./.test(apiVersion);
}

export const titleOf = ({ apiVersion, kind }: KubernetesObject) => `${kind} (${apiVersion})`;

/** A new claim in a cluster without a kind that it needs; undefined if it needs none that a cluster can lack. */
function lackingKind(place: PlaceOfClaim): PlayedClaim | undefined {
  const lacked = installedKind(settled(place));
  if (lacked === undefined) return undefined;
  const claim = fresh(place);
  claim.lackedKinds.add(titleOf(lacked));
  return claim;
}

export const withoutKind: Reach = (place) => {
  const claim = lackingKind(place);
  return claim && capable(claim, 'KindsMissing');
};

export const losingKind: Reach = (place) => {
  const claim = settled(place);
  const lacked = installedKind(claim);
  if (lacked === undefined) return undefined;
  // With its CRD, Kubernetes removes all objects of a kind.
  for (const [key, object] of claim.objects) if (titleOf(object) === titleOf(lacked)) claim.objects.delete(key);
  claim.lackedKinds.add(titleOf(lacked));
  return capable(claim, 'KindsMissing');
};

export const givenKind: Reach = (place) => {
  const claim = lackingKind(place);
  if (claim === undefined) return undefined;
  claim.reconcile();
  claim.lackedKinds.clear();
  return provisioned(claim, 'Progressing');
};

/** The function as a Crossplane before v2.2 calls it, which cannot say what kinds there are. */
const untold: Handler = (request) => handler({ ...request, meta: { tag: request.meta?.tag ?? '', capabilities: [] } });

export const withUnknownKinds: Reach = (place) => {
  const claim = fresh(place);
  claim.handler = untold;
  return capable(claim, 'KindsUnknown');
};

export const withUnknownKindOfLostPart: Reach = (place) => {
  const claim = settled(place);
  const lost = installedKind(claim);
  if (lost === undefined) return undefined;
  for (const [key, object] of claim.objects) if (titleOf(object) === titleOf(lost)) claim.objects.delete(key);
  claim.handler = untold;
  return capable(claim, 'KindsUnknown');
};

/** The platform's function with a bug in all targets of the API. */
function broken({ key }: PlaceOfClaim): Handler {
  const compose = () => {
    throw new Error('undefined is not a function');
  };
  return dispatch(
    Object.fromEntries(
      Object.entries(functions).map(([name, own]) => {
        const targets = Object.entries(own.targets).map(([target, known]) => [target, { ...known, compose }]);
        return [name, name === key ? { ...own, targets: Object.fromEntries(targets) } : own];
      }),
    ),
  );
}

export const withBug: Reach = (place) =>
  provisioned(new PlayedClaim({ ...optionsIn(place), handler: broken(place) }), 'FunctionFailed');

export const gettingBug: Reach = (place) => {
  const claim = settled(place);
  claim.handler = broken(place);
  return provisioned(claim, 'FunctionFailed');
};

export const rejected: Reach = (place) => {
  const claim = settled(place);
  claim.rejects = firstPart(claim);
  // The function learns of it at the next reconcile.
  claim.reconcile();
  return provisioned(claim, 'Rejected');
};

function firstPart(claim: PlayedClaim): string {
  return [...claim.objects.keys()].toSorted()[0] ?? '';
}
