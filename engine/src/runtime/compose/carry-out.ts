/** A plan carried out on its target: all composed resources, what is required of others, and how far it all is. */
import type { Resource, ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import type { AnyApi } from '../../schema/index.ts';
import { composedObject } from './composed-object.ts';
import { type AnyConcern, type ConcernContext, kept } from '../../authoring/concern.ts';
import { connectionSecret, type ConnectionSecret, secretKind, type SecretWishes } from './connection-secret.ts';
import { isNone } from '../../authoring/declaration.ts';
import { waiting } from './gate.ts';
import { commonLabels, furtherLabels } from './labels.ts';
import { secretName } from './names.ts';
import { secretKey } from '../../authoring/declaration.ts';
import { type Part, toParts } from './part.ts';
import { answered, askedAs, type Selectors, toSelector, toSelectors } from './requirements.ts';
import { type ResourceNames, resourceNames } from './resource-names.ts';
import type { Requirements } from '../../authoring/reads.ts';
import type { Recorded } from '../read/recorded.ts';
import { desiredResource } from '../respond/response.ts';
import type { Situation } from '../read/situation.ts';
import type { AnyTarget, AnyTargetResult } from '../../authoring/target.ts';
import { secretValues, type Unstructured } from '../../authoring/unstructured.ts';

export interface CarriedOut {
  readonly resources: Readonly<Record<string, Resource>>;
  /** What the concerns looked at. */
  readonly context: ConcernContext<unknown>;
  readonly requirements: Selectors;
  readonly reported: AnyTargetResult['status'];
  readonly parts: readonly Part[];
  readonly held: ReadonlyMap<string, readonly string[]>;
  readonly secret: ConnectionSecret | undefined;
}

/** Only what is still to be fetched: core calls again with it, and takes nothing of this response but its requirements. */
export interface Pending {
  readonly pending: Selectors;
}

export interface CarryOutOptions {
  /** What every composed object keeps. */
  readonly concerns?: readonly AnyConcern[] | undefined;
  /** Whether resources wait for others, or all are composed at once: to look at, never for Crossplane. @default 'kept' */
  readonly gates?: 'kept' | 'open' | undefined;
}

/**
 * Composes the plan in full. While core has not looked for what the target requires, a target that cannot do without it may throw: a
 * fatal result would then be the last word (core internal/xfn/required_resources.go returns before fetching), so it is `Pending`.
 */
export function carryOut(
  api: AnyApi,
  { plan, record }: { readonly plan: object; readonly record: Recorded },
  situation: Situation,
  { requiredResources }: RunFunctionRequest,
  { concerns = [], gates = 'kept' }: CarryOutOptions = {},
): CarriedOut | Pending {
  const { xr, environment, target, observation, input } = situation;
  const { claim } = xr;
  const owner = { namespace: claim.namespace, claim: claim.name, kind: api.kind };
  const name = resourceNames(target.resources, owner, observation);
  const base = { claim, plan, record, environment, name, observed: observation.typed };
  const selectors = toSelectors({ ...secretsToRead(target, name), ...target.reads?.(base as never) }, claim.namespace);
  const required: Record<string, Unstructured | undefined> = {};
  let isPending = false;
  for (const [key, selector] of Object.entries(selectors)) {
    const answer = answered(requiredResources, selector);
    isPending ||= answer === undefined;
    required[key] = answer ?? undefined;
  }

  let composition: AnyTargetResult;
  try {
    const secrets = Object.fromEntries(
      Object.keys(target.secrets).map((key) => [key, secretValues(required[secretRead(key)])]),
    );
    const published = secretValues(observation.object(secretKey));
    composition = target.compose({ ...base, secrets, published, found: required } as never);
  } catch (error) {
    if (isPending) return { pending: asked(Object.values(selectors)) };
    throw error;
  }

  const group = xr.apiVersion.slice(0, xr.apiVersion.indexOf('/'));
  const made = { group, platform: input.platform, release: input.platformVersion };
  const labels = commonLabels(claim, made);
  const context = { claim, environment, labels: furtherLabels(claim, made) };
  const parts = toParts(target.resources, composition.resources, observation, name);
  const held = gates === 'open' ? new Map<string, readonly string[]>() : waiting(parts, target.resources);
  const resources: Record<string, Resource> = {};
  for (const part of parts) {
    if (held.has(part.key)) continue;
    const object = composedObject(part, { api, claim, labels });
    const whole = kept(object, part.model, concerns, context);
    resources[part.key] = desiredResource(whole, part.unready === undefined);
  }
  const { secret, requirement } = composeSecret(api, situation, composition, requiredResources, labels);
  if (secret?.object) {
    const whole = kept(secret.object, secretKind, concerns, context);
    resources[secretKey] = desiredResource(whole, secret.unready === undefined);
  }
  const requirements = asked([...Object.values(selectors), ...(requirement === undefined ? [] : [requirement])]);
  return { resources, context, requirements, reported: composition.status, parts, held, secret };
}

/** The requirement of a Secret that the target names; apart from its other requirements, which have names of the author's choice too. */
const secretRead = (name: string) => `secret ${name}`;

function secretsToRead({ secrets }: AnyTarget, nameOf: ResourceNames): Requirements {
  return Object.fromEntries(
    Object.entries(secrets).map(([key, source]) => {
      const name = typeof source === 'string' ? nameOf(source) : `${nameOf(source.of)}${source.suffix}`;
      return [secretRead(key), { apiVersion: 'v1', kind: 'Secret', name }];
    }),
  );
}

/** The selectors as core is asked. */
function asked(selectors: readonly ResourceSelector[]): Selectors {
  return Object.fromEntries(selectors.map((selector) => [askedAs(selector), selector]));
}

/** The connection Secret of an API that promises keys and, where this claim has some and until it exists, whether its name is free. */
function composeSecret(
  api: AnyApi,
  { xr, spec, observation }: Situation,
  { secret: values, secretNamespace }: AnyTargetResult,
  given: RunFunctionRequest['requiredResources'],
  labels: Readonly<Record<string, string>>,
): { secret: ConnectionSecret | undefined; requirement?: Selectors[string] } {
  if (api.secret.length === 0) return { secret: undefined };
  const { claim, uid } = xr;
  const lacks = api.secret.filter((key) => isNone(values[key]));
  const hasKeys = lacks.length < api.secret.length;
  const wishes = (spec['connectionSecret'] ?? {}) as SecretWishes;
  const namespace = api.scope === 'Namespaced' ? claim.namespace : (secretNamespace ?? '');
  if (hasKeys && namespace === '')
    throw new Error(`the target gives no secretNamespace, and a cluster-scoped ${api.kind} has none`);
  const defaultName = secretName({ namespace: claim.namespace, claim: claim.name, kind: api.kind });
  const observed = observation.object(secretKey);
  const selector = toSelector({ apiVersion: 'v1', kind: 'Secret', name: wishes.name ?? defaultName }, namespace);
  const holder = observed === undefined ? answered(given, selector) : undefined;
  const promised = { keys: api.secret, lacks, values, wishes };
  const secret = connectionSecret({ ...promised, defaultName, namespace, labels, observed, holder, uid });
  return hasKeys && observed === undefined ? { secret, requirement: selector } : { secret };
}
