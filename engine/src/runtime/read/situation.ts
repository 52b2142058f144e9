/** Stage 1 of an answer: reads and checks the request before anything is decided. */
import type { ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { type Environment, environmentReader, environmentRequirement, requireSections } from './environment.ts';
import type { AnyFunctions } from '../../authoring/functions.ts';
import { readInput, type StepInput } from './input.ts';
import { type Observation, observe } from './observation.ts';
import { type Recorded, recordedReader } from './recorded.ts';
import type { AnyTarget } from '../../authoring/target.ts';
import { chooseTarget } from './target-choice.ts';
import type { Claim } from '../../authoring/claim.ts';
import type { Refusal } from '../../authoring/planner.ts';
import { check } from '../../schema/index.ts';
import { fetchedObject } from './requirement.ts';
import { namespaceOf, teamOf } from './team.ts';
import { readXr, specReader, type Xr as UnownedXr } from './xr.ts';

/** The XR behind a claim, whose team is known. */
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
  readonly observation: Observation;
  readonly recorded: Recorded;
  /** What is wrong with the claim whatever its API is. */
  readonly refusals: readonly Refusal[];
  /** The objects that had to be fetched for all of this. */
  readonly required: readonly ResourceSelector[];
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
  return ({ input: stepInput, observed, requiredResources }) => {
    const input = readInput(stepInput);
    const unowned = readXr(api, observed?.composite);
    const selector = namespaceOf(unowned.claim);
    const home = selector && fetchedObject(requiredResources, selector);
    const { team, refusal } = teamOf(unowned, home);
    const xr: Xr = { ...unowned, claim: { ...unowned.claim, team } };
    const name = input.platform;
    const config = Object.hasOwn(requiredResources, environmentRequirement)
      ? requiredResources[environmentRequirement]
      : undefined;
    const spec = readSpec(xr);
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
    const observation = observe(target.resources, observed);
    const recorded = read(status, (left) =>
      observation.size > 0 ? (target.recover?.(observation.typed as never, left as never) ?? {}) : {},
    );
    const isNew = observation.size === 0 && Object.keys(recorded).length === 0;
    const toRecord = (record: Recorded) => write(record, status);
    return {
      input,
      xr,
      environment,
      spec,
      targetName,
      target,
      observation,
      recorded,
      isNew,
      toRecord,
      refusals: refusal === undefined ? [] : [refusal],
      required: selector === undefined ? [] : [selector],
    };
  };
}
