/** Stage 1 of an answer: the request, read and checked before anything is decided. */
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { type Environment, environmentReader, environmentRequirement, requireSections } from './environment.ts';
import type { AnyFunctions } from '../../authoring/functions.ts';
import { readInput, type StepInput } from './input.ts';
import { type Observation, observe } from './observation.ts';
import { type Recorded, recordedReader } from './recorded.ts';
import type { AnyTarget } from '../../authoring/target.ts';
import { chooseTarget } from './target-choice.ts';
import { check } from '../../schema/index.ts';
import { readXr, specReader, type Xr } from './xr.ts';

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
  /** Whether nothing was recorded or composed yet. */
  readonly isNew: boolean;
  /** What the status must record when the plan says `record`; throws if that does not fit the API. */
  readonly toRecord: (record: Recorded) => Recorded;
}

/**
 * Reads the situation of one API's claims; that throws a `UserError` for what the claim, the environment or the Composition has wrong.
 * Schemas are prepared by a first check each, so that an unsound one is refused when the function starts, not at the first claim.
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
    const xr = readXr(api, observed?.composite);
    const name = input.platform;
    const config = Object.hasOwn(requiredResources, environmentRequirement)
      ? requiredResources[environmentRequirement]
      : undefined;
    const spec = readSpec(xr);
    const { target: decided, recorded: noted } = xr.status;
    const choice = { recorded: decided, requested: input.target, observed, kind: api.kind };
    const targetName = chooseTarget(targets, choice);
    const target = targets[targetName] as AnyTarget;
    const environment = environmentOn.get(targetName)?.(config, name) as Environment;
    requireSections(environment, [...sections, ...target.sections.needed], {
      kind: api.kind,
      target: targetName,
      name,
    });
    const observation = observe(target.resources, observed);
    const recorded = read(noted, (left) =>
      observation.size > 0 ? (target.recover?.(observation.typed as never, left as never) ?? {}) : {},
    );
    const isNew = observation.size === 0 && Object.keys(recorded).length === 0;
    const toRecord = (record: Recorded) => write(record, noted);
    return { input, xr, environment, spec, targetName, target, observation, recorded, isNew, toRecord };
  };
}
