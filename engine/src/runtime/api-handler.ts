/** One API's part of the function: read the situation, decide, carry out, report. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { carryOut } from './compose/carry-out.ts';
import { platformCapable, provisioned, stopped } from './respond/conditions.ts';
import { fatal, type OnBug } from './respond/fatal.ts';
import type { AnyFunctions } from '../authoring/functions.ts';
import { cloudName } from './compose/names.ts';
import type { AnyPlanner, CloudNameOptions } from '../authoring/planner.ts';
import type { Recorded } from './read/recorded.ts';
import { decide, type Decision, told } from './compose/refusal.ts';
import { respond } from './respond/response.ts';
import { type Situation, situationReader } from './read/situation.ts';
import { toStatus } from './respond/status.ts';

/** The handler for the XRs of one API. It never throws: whatever goes wrong is a fatal result. */
export function apiHandler(
  each: AnyFunctions[string],
  onBug: OnBug | undefined,
  foreign: Readonly<Record<string, readonly string[]>> = {},
): (request: RunFunctionRequest) => RunFunctionResponse {
  const read = situationReader(each, foreign);
  return (request) => {
    let situation: Situation;
    try {
      situation = read(request);
    } catch (error) {
      return fatal(request, error, onBug);
    }
    try {
      return answer(each, situation, request);
    } catch (error) {
      return fatal(request, error, onBug, [platformCapable(true)]);
    }
  };
}

/** The planner's decisions, and the whole record. */
export interface Decided {
  readonly plan: object;
  readonly record: Recorded;
}

/** After how long what the API server refused is tried again: nothing else would tell core that it would be accepted now. */
const retrySeconds = 60;

function answer(
  { planner }: AnyFunctions[string],
  situation: Situation,
  request: RunFunctionRequest,
): RunFunctionResponse {
  const { xr, targetName, input } = situation;
  const { claim, rejected } = xr;
  const { api, concerns } = planner;
  const decision = decisionFor(planner, situation);
  const nothing = { composite: undefined, resources: {}, isReady: false };
  if (decision.plan === undefined) {
    const conditions = [platformCapable(true), stopped('Refused', told(decision.refusals))];
    return respond(request, { ...nothing, requirements: {}, conditions });
  }
  const record = situation.toRecord(decision.plan.record);

  const done = carryOut(api, decision.plan, situation, request, { concerns });
  if ('pending' in done) return respond(request, { ...nothing, requirements: done.pending, conditions: [] });
  const { resources, requirements, reported, parts, held, secret } = done;
  const { refusals } = decision;
  if (situation.isNew && secret !== undefined && secret.refusals.length > 0) {
    const told = provisioned({ claim, refusals, parts: [], waiting: new Map(), secret, rejected });
    return respond(request, { ...nothing, requirements, conditions: [platformCapable(true), told] });
  }
  const status = toStatus(
    api,
    {
      reported,
      recorded: record,
      target: targetName,
      platformVersion: input.platformVersion,
      secretName: secret?.object === undefined ? undefined : secret.name,
    },
    request.desired?.composite,
  );
  return respond(request, {
    composite: { apiVersion: xr.apiVersion, kind: xr.kind, status },
    resources,
    isReady:
      rejected === undefined && parts.every(({ unready }) => unready === undefined) && secret?.unready === undefined,
    requirements,
    conditions: [platformCapable(true), provisioned({ claim, refusals, parts, waiting: held, secret, rejected })],
    ...(rejected !== undefined && { retrySeconds }),
  });
}

/** What the API's planner decides in a situation, and after it the target for its part of the record. */
export function decisionFor(
  { api, plan: toPlan }: Pick<AnyPlanner, 'api' | 'plan'>,
  { xr: { claim }, environment, target, spec, recorded, isNew }: Situation,
): Decision<Decided> {
  const owner = { namespace: claim.namespace, claim: claim.name, kind: api.kind };
  const nameInCloud = (key: string, { maxLength = 63 }: CloudNameOptions = {}) =>
    cloudName(environment.name, owner, key, maxLength);
  return decide((refuse) => {
    const context = { claim, spec, environment, recorded, refuse, cloudName: nameInCloud };
    const { record: planned, ...plan } = toPlan(context as never, target.abilities as never);
    const record: Record<string, unknown> = { ...planned };
    for (const { field, decide: decideField, isRevised } of target.decide) {
      const before = isRevised ? undefined : recorded[field];
      record[field] = before ?? decideField({ ...context, plan, record: planned } as never);
    }
    return { plan, record };
  }, isNew);
}
