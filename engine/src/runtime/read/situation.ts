/** Stage 1 of an answer: reads and checks the request before anything is decided. */
import type { ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { catalogueRefusal } from './catalogue.ts';
import { type Environment, environmentReader, environmentRequirement, requireSections } from './environment.ts';
import type { AnyFunctions } from '../../authoring/functions.ts';
import { readInput, type StepInput } from './input.ts';
import { type Observation, observe } from './observation.ts';
import { formerPlaces, presentOf, type Present, refuseClashes } from './refactored.ts';
import { referencesOf } from './references.ts';
import { type Recorded, recordedReader } from './recorded.ts';
import type { AnyTarget } from '../../authoring/target.ts';
import { chooseTarget } from './target-choice.ts';
import type { Claim } from '../../authoring/claim.ts';
import type { Refusal } from '../../authoring/planner.ts';
import { check } from '../../schema/index.ts';
import type { Mark } from './holder.ts';
import { commonLabels, type Origin } from './labels.ts';
import { mainReader } from './main-resource.ts';
import { itemKey, ownerOf } from './names.ts';
import { fetchedObject } from './requirement.ts';
import { namespaceUID } from './home.ts';
import { type ResourceNames, resourceNames } from './resource-names.ts';
import { namespaceOf, teamOf } from './team.ts';
import { insistOnRights } from './rights.ts';
import { specReader } from './spec.ts';
import { readXr, type Xr as UnownedXr } from './xr.ts';

/** The XR behind a claim, whose team and namespace are known. */
type Xr = UnownedXr & { readonly claim: Claim };

/** All that is known of a claim before anything is decided. */
export interface Situation {
  readonly input: StepInput;
  readonly xr: Xr;
  readonly environment: Environment;
  /** With every default filled in. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly targetName: string;
  readonly target: AnyTarget;
  /** The observed state, with what was moved or released. */
  readonly present: Present;
  /** Returns the key that Crossplane has for a resource: a moved one keeps that with which it was made. */
  readonly keyOf: ResourceNames;
  /** Includes a main resource that an earlier claim left. */
  readonly observation: Observation;
  readonly name: ResourceNames;
  readonly origin: Origin;
  readonly mark: Mark;
  readonly recorded: Recorded;
  /** What is wrong with the claim whatever its planner says. */
  readonly refusals: readonly Refusal[];
  /** The objects that had to be fetched for all of this. */
  readonly required: readonly ResourceSelector[];
  /** Whether Crossplane must look first for a main resource that could show earlier decisions. */
  readonly isUnsure: boolean;
  /** Whether nothing is recorded or composed yet. */
  readonly isNew: boolean;
  /** Returns the `status.recorded` for a record; throws if that does not fit the API. */
  readonly toRecord: (record: Recorded) => Recorded;
}

/**
 * Returns a reader of situations for one API. It throws a `UserError` for a mistake in the claim, the environment or the Composition.
 * Schemas are prepared by a first check, so that a broken one fails at the start of the function, not at the first claim.
 */
export function situationReader(
  { planner: { api, environment: environmentSchema, sections }, targets }: AnyFunctions[string],
  foreign: Readonly<Record<string, readonly string[]>>,
): (request: RunFunctionRequest) => Situation {
  const readSpec = specReader(api);
  const { read, write } = recordedReader(api);
  check(environmentSchema, {});
  const environments = Object.keys(targets).map(
    (target) => [target, environmentReader(environmentSchema, api.kind, foreign[target])] as const,
  );
  const environmentOn = new Map(environments);
  const mainOn = new Map(Object.entries(targets).map(([name, target]) => [name, mainReader(target)]));
  return ({ input: stepInput, observed, requiredResources }) => {
    const input = readInput(stepInput);
    insistOnRights(requiredResources, input);
    const unowned = readXr(api, observed?.composite);
    const selector = namespaceOf(unowned.claim);
    const home = selector && fetchedObject(requiredResources, selector);
    const { team, refusal } = teamOf(unowned, home);
    const xr: Xr = {
      ...unowned,
      claim: { ...unowned.claim, team, namespaceUID: namespaceUID(unowned.claim.group, home) },
    };
    const name = input.platform;
    const config = Object.hasOwn(requiredResources, environmentRequirement)
      ? requiredResources[environmentRequirement]
      : undefined;
    const { target: recordedTarget, recorded: status } = xr.status;
    const choice = { recorded: recordedTarget, input, observed, api, config };
    const targetName = chooseTarget(targets, choice);
    const target = targets[targetName] as AnyTarget;
    const environment = environmentOn.get(targetName)?.(config, name) as Environment;
    requireSections(environment, [...sections, ...target.sections.needed], {
      kind: api.kind,
      target: targetName,
      name,
    });
    const { claim } = xr;
    const origin = { group: claim.group, platform: name };
    const mark = { uid: xr.uid, kind: xr.kind, labels: commonLabels(claim, origin) };
    const present = presentOf(target, observed);
    refuseClashes(present);
    const seen = observe(target.resources, present.observed);
    const owner = ownerOf(claim);
    const former = formerPlaces(target, present, { owner, references: referencesOf(observed?.composite) });
    const nameOf = resourceNames(target.resources, owner, seen, former);
    const main = mainOn.get(targetName)?.({
      claim,
      name: nameOf,
      mark,
      observed: present.observed,
      existing: observed,
      fetched: requiredResources,
    });
    const observation = main?.left === undefined ? seen : observe(target.resources, main.left);
    const recorded = read(status, (left) =>
      observation.size > 0
        ? (target.recover?.(
            observation.typed as never,
            left as never,
            xr.claim as never,
            target.planner.tables as never,
          ) ?? {})
        : {},
    );
    const isNew =
      observation.size === 0 && Object.keys(recorded).length === 0 && Object.keys(present.released).length === 0;
    const { spec, refusals } = readSpec(xr, isNew ? undefined : recorded);
    const outside = isNew ? catalogueRefusal({ api, xr, environment }, home) : undefined;
    const toRecord = (record: Recorded) => write(record, recorded, status);
    return {
      input,
      xr,
      environment,
      spec,
      targetName,
      target,
      present,
      keyOf: (base, item) => former.key(base, item) ?? (item === undefined ? base : itemKey(base, item)),
      observation,
      name: nameOf,
      origin,
      mark,
      recorded,
      isNew,
      toRecord,
      refusals: [outside, refusal].filter((found) => found !== undefined).concat(refusals),
      required: [selector, main?.selector].filter((found) => found !== undefined),
      isUnsure: main?.isUnknown === true,
    };
  };
}
