/** Stage 3 of an answer: composes a plan on its target, in full. */
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { withConcerns } from '../../authoring/concern.ts';
import { secretKey } from '../../authoring/declaration.ts';
import type { AnyFunctions } from '../../authoring/functions.ts';
import type { Claim } from '../../authoring/claim.ts';
import type { Requirements } from '../../authoring/reads.ts';
import type { AnyTarget, AnyTargetResult } from '../../authoring/target.ts';
import { secretValues } from '../../authoring/unstructured.ts';
import type { Decision } from '../decide/decide.ts';
import { ownerOf } from '../read/names.ts';
import { atOnce } from '../read/at-once.ts';
import type { Environment } from '../read/environment.ts';
import type { Observation } from '../read/observation.ts';
import type { Recorded } from '../read/recorded.ts';
import { toRequirements } from '../read/requirement.ts';
import type { Situation } from '../read/situation.ts';
import { composeSecret } from './compose-secret.ts';
import type { ComposedClaim, ComposedPart, Pending, Taken } from './composed-claim.ts';
import { composedObject } from './composed-object.ts';
import { type LaterSecret, secretKind } from './connection-secret.ts';
import { waiting } from './gate.ts';
import { homeOf, livingIn } from './home.ts';
import { leaving } from './leaving.ts';
import { releasing } from './releasing.ts';
import { furtherLabels } from '../read/labels.ts';
import { lookUpNames } from './names-in-use.ts';
import { type Part, toParts } from './part.ts';
import { readRequired, type RequiredObjects } from './requirements.ts';
import type { ResourceNames } from '../read/resource-names.ts';
import { toStatus } from './status.ts';
import { hadSecret, isTooEarly } from './too-early.ts';
import { straysOf } from './undeclared.ts';

/** What a target is told of a claim, and the objects that it reads. */
export interface Prepared {
  readonly base: {
    readonly claim: Claim;
    readonly plan: object;
    readonly record: Recorded;
    readonly environment: Environment;
    readonly name: ResourceNames;
    readonly observed: Observation['typed'];
  };
  readonly required: RequiredObjects;
  readonly strays: ReturnType<typeof straysOf>;
}

/** Prepares a plan to be composed: the answer needs the requirements even if the target throws. */
export function prepare(
  { xr: { claim }, environment, target, present, observation, input, name }: Situation,
  { plan, record }: Decision,
  request: RunFunctionRequest,
): Prepared {
  const strays = straysOf(target.resources, present, { owner: ownerOf(claim), platform: input.platform });
  const base = { claim, plan, record, environment, name, observed: observation.typed };
  const reads = { ...target.reads?.(base as never), ...secretsToRead(target, name) };
  return { base, strays, required: readRequired(reads, claim.namespace, request) };
}

/**
 * Composes a plan. A target may throw while Crossplane has not fetched all objects that it reads; the claim is then `Pending`. A fatal
 * result would end the call, since Crossplane then fetches nothing (core internal/xfn/required_resources.go).
 */
export function compose(
  { planner: { api, concerns } }: AnyFunctions[string],
  situation: Situation,
  { recorded }: Decision,
  { base, strays, required }: Prepared,
  { requiredResources, desired }: RunFunctionRequest,
): ComposedClaim | Pending | Taken {
  const { xr, environment, target, targetName, observation, input, origin, mark } = situation;
  const { claim } = xr;
  let composition: AnyTargetResult;
  try {
    const secrets = Object.fromEntries(
      Object.entries(target.secrets).map(([key, source]) => [
        key,
        isTooEarly(source, { api, target, situation }) ? {} : secretValues(required.objects[secretRead(key)]),
      ]),
    );
    const result = target.compose({
      ...base,
      secrets: {
        ...secrets,
        // Decoded only for a target that reads it.
        get connection() {
          return secretValues(observation.object(secretKey));
        },
      },
      reads: { ...required.objects, ...required.lists },
    } as never);
    composition = atOnce(result, `target ${targetName}`);
  } catch (error) {
    if (required.isComplete) throw error;
    return { pending: toRequirements([...situation.required, ...required.selectors]) };
  }

  const { labels } = mark;
  const context = { claim, environment, labels: furtherLabels(claim, origin), target: targetName };
  const parts = toParts(target.resources, composition.resources, situation);
  const { released } = situation.present;
  const names = lookUpNames(parts, { api, claim, mark, declarations: target.resources, requiredResources, released });
  const home = homeOf(target.resources, parts);
  const objectOf = (part: Part) =>
    withConcerns(livingIn(home, composedObject(part, { api, claim, labels })), part.model, concerns, context);
  const waitsFor = waiting(parts);
  const composedParts = parts.map((part) =>
    composedPart(part, { waitsFor: waitsFor.get(part.key), isUnsure: names.unsure.has(part.key) }, objectOf),
  );
  const { secret, requirement } = composeSecret(api, situation, composition, requiredResources);
  const requirements = toRequirements([
    ...situation.required,
    ...names.selectors,
    ...required.selectors,
    ...(requirement === undefined ? [] : [requirement]),
  ]);
  if (names.taken.length > 0) return { taken: names.taken, requirements };
  const secretObjectOf = (object: Record<string, unknown>) =>
    withConcerns(livingIn(home, object), secretKind, concerns, context);
  const status = toStatus(
    api,
    {
      reported: composition.status,
      recorded,
      target: targetName,
      platformVersion: input.platformVersion,
      // Once it exists: Crossplane writes the status then anyway, since the list of composed objects has changed.
      secretName: secret?.object !== undefined && hadSecret(situation) ? secret.name : undefined,
    },
    desired?.composite,
  );
  return {
    parts: composedParts,
    leaving: leaving(strays, new Set(parts.map(({ composedAs }) => composedAs))),
    releasing: releasing(released),
    secret: secret && {
      ...secret,
      object: secret.object && secretObjectOf(secret.object),
      ...(secret.later && { later: laterSecret(secret.later, secretObjectOf) }),
    },
    status,
    requirements,
    concerns,
    context,
  };
}

/** The name of the requirement for a Secret that the target names: different from those in `reads`. */
const secretRead = (name: string) => `secret ${name}`;

function secretsToRead({ secrets }: AnyTarget, nameOf: ResourceNames): Requirements {
  return Object.fromEntries(
    Object.entries(secrets).map(([key, source]) => {
      const name = typeof source === 'string' ? nameOf(source) : `${nameOf(source.of)}${source.suffix}`;
      return [secretRead(key), { apiVersion: 'v1', kind: 'Secret', name }];
    }),
  );
}

function laterSecret(
  { absent, object }: LaterSecret,
  objectOf: (object: Record<string, unknown>) => Record<string, unknown>,
): LaterSecret {
  return { absent, object: () => objectOf(object()) };
}

function composedPart(
  part: Part,
  state: Pick<ComposedPart, 'waitsFor' | 'isUnsure'>,
  objectOf: (part: Part) => Record<string, unknown>,
): ComposedPart {
  if (state.waitsFor !== undefined) return { ...part, ...state, object: () => objectOf(part) };
  const object = objectOf(part);
  return { ...part, ...state, object: () => object };
}
