/** One claim in a simulated cluster, which tests change step by step: Crossplane reconciles it, and owners change its objects. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import {
  afterReconcile,
  answering,
  ask,
  type Cluster,
  type Condition,
  firstRequest,
  keyOf,
  type KubernetesObject,
  reconcile,
  toXr,
} from '../render/index.ts';
import { kindTitle } from '../runtime/read/kinds.ts';
import type { Handler } from '../runtime/index.ts';
import { xrdFlavour } from '../schema/flavour.ts';
import { type AnyApi, applyDefaults, type Flavour } from '../schema/index.ts';
import { emptiedIn } from './emptied.ts';
import { observedAt } from './observed-generation.ts';
import { ownedAt } from './owners.ts';
import type { Play, Stage } from './player.ts';
import { compositionOf, environmentConfigWith } from './simulated-composition.ts';

/** The options of a simulated claim. */
export interface SimulationOptions {
  readonly handler: Handler;
  readonly api: AnyApi;
  readonly play: Play;
  /** The platform's API group. */
  readonly group: string;
  readonly target: string;
  /** The values of its EnvironmentConfig. */
  readonly environment: Readonly<Record<string, unknown>>;
  /** The spec as its author writes it. Defaults are filled in. */
  readonly spec?: Readonly<Record<string, unknown>>;
  /** @default 'orders' */
  readonly name?: string;
  /** @default 'namespaced' */
  readonly flavour?: Flavour;
  /** The keys that the Secret of a claim with this spec does not have. @default none */
  readonly lacks?: (spec: Readonly<Record<string, unknown>>) => readonly string[];
  /** Other objects in the cluster. */
  readonly others?: readonly KubernetesObject[];
}

interface OwnStatus {
  readonly conditions: readonly Condition[];
  /** The types of conditions that it copies to a v1 claim. */
  readonly claimConditionTypes?: readonly string[];
}

const createdAt = '2024-01-01T00:00:00Z';
const namespace = 'team-a';
const connectionKey = 'connection-secret';

/** A claim with its composed objects. Its fields may be changed between two reconciles. */
export class SimulatedClaim {
  readonly kind: string;
  readonly target: string;
  readonly name: string;
  /** The function of the platform. Another one takes over as after an upgrade. */
  handler: Handler;
  environment: Readonly<Record<string, unknown>>;
  spec: Readonly<Record<string, unknown>>;
  /** The status that the function wrote, without Crossplane's conditions. */
  status: Readonly<Record<string, unknown>> | undefined;
  /** The generation of the XR, which the API server counts up with each change of its spec. */
  generation = 1;
  /** When the claim was created. */
  createdAt = createdAt;
  /** The key of the object that the API server refuses as invalid, if any. */
  rejects: string | undefined;
  /** Whether Crossplane may not read the objects that the function requires. It then applies nothing. */
  isBlind = false;
  /** The kinds that the cluster lacks, such as `Cluster (postgresql.cnpg.io/v1)`. Crossplane fails at an object of one of them. */
  readonly lackedKinds = new Set<string>();
  /** The composed objects, by key. */
  readonly objects = new Map<string, KubernetesObject>();
  /** The Secrets that owners wrote, by name. */
  readonly secrets = new Map<string, KubernetesObject>();
  /** The part of the status that Crossplane writes. */
  #own: OwnStatus = { conditions: [] };
  /** The objects that the last response composed, as Crossplane lists them in the XR's spec. */
  #references: object = {};
  #lastRequest: RunFunctionRequest | undefined;
  readonly #options: SimulationOptions;
  readonly #composition: KubernetesObject;

  constructor(options: SimulationOptions) {
    const { api, target, environment, spec = {}, name = 'orders' } = options;
    this.#options = options;
    this.#composition = compositionOf(api, target);
    this.kind = api.kind;
    this.target = target;
    this.name = name;
    this.handler = options.handler;
    this.environment = environment;
    this.spec = applyDefaults(api.spec, spec as never) as Readonly<Record<string, unknown>>;
  }

  /** Takes over a copy of what another claim with the same options has become, which spares its life up to then. What refuses or hides from it does not come along. */
  startFrom(other: SimulatedClaim): this {
    const { status, generation, createdAt: began, objects, secrets } = other;
    this.status = structuredClone(status);
    this.generation = generation;
    this.createdAt = began;
    for (const [key, object] of structuredClone(objects)) this.objects.set(key, object);
    for (const [key, secret] of structuredClone(secrets)) this.secrets.set(key, secret);
    this.#own = other.#own;
    this.#references = other.#references;
    this.#lastRequest = other.#lastRequest;
    return this;
  }

  /** The response to the present state, with all required objects. Nothing is applied. */
  ask(): RunFunctionResponse {
    const { handler } = this;
    if (this.isBlind) return handler(firstRequest(this.#cluster()));
    return ask(answering(handler), this.#cluster()).response;
  }

  /** The response to the last request of the last reconcile, once more. */
  askAgain(): RunFunctionResponse {
    const { handler } = this;
    if (this.#lastRequest === undefined) throw new Error(`${this.kind} ${this.name} was never reconciled`);
    return handler(this.#lastRequest);
  }

  /** Reconciles the claim. Unless the response is fatal, objects that are no longer desired are deleted. */
  reconcile(): RunFunctionResponse {
    const { handler } = this;
    const cluster = this.#cluster();
    if (this.isBlind) return handler((this.#lastRequest = firstRequest(cluster)));
    const reconciled = reconcile(answering(handler), cluster);
    const { composed, own } = reconciled;
    const { request, response } = own as NonNullable<typeof own>;
    this.#lastRequest = request;
    const rejects = this.rejects === undefined ? [] : [this.rejects];
    const { xr, observed = [] } = afterReconcile(cluster, reconciled, rejects);
    const { conditions, claimConditionTypes } = xr['status'] as OwnStatus;
    this.#own = {
      ...(claimConditionTypes && { claimConditionTypes }),
      conditions: observedAt(this.generation, conditions),
    };
    if (reconciled.results.some(({ severity }) => severity === 'Fatal')) return response;
    this.#references = reconciled.xr['spec'] as object;
    const before = this.status;
    this.status = response.desired?.composite?.resource?.['status'] as typeof this.status;
    const emptied = emptiedIn(before, this.status);
    if (emptied !== undefined)
      throw new Error(`status${emptied} loses its last entry, which the API server turns into null`);
    const desired = new Set(composed.map(keyOf));
    for (const key of this.objects.keys()) if (!desired.has(key)) this.objects.delete(key);
    for (const object of observed) this.objects.set(keyOf(object), object);
    return response;
  }

  /** Lets an object's owner bring it to a stage. A failing owner sets the conditions to False, and leaves its Secrets. */
  play(key: string, stage: Stage | 'failing'): void {
    const before = this.objects.get(key);
    if (before === undefined) return;
    const { object, secrets } = ownedAt(stage, this.#options.play, before, [...this.objects.values()]);
    this.objects.set(key, object);
    for (const secret of secrets) this.secrets.set(secret.metadata.name ?? '', secret);
  }

  /** Reconciles and makes all objects ready until nothing changes; returns the last response, and the number of passes with a change. */
  settle(): { response: RunFunctionResponse; passes: number } {
    let before = this.fingerprint();
    for (let passes = 0; passes < 20; passes += 1) {
      const response = this.reconcile();
      for (const key of this.objects.keys()) this.play(key, 'ready');
      const after = this.fingerprint();
      if (after === before) return { response, passes };
      before = after;
    }
    throw new Error(`${this.kind} ${this.name} never settles`);
  }

  /** The state that a reconcile or an owner can change, as text. */
  fingerprint(): string {
    return JSON.stringify([
      this.status,
      this.isRejected,
      [...this.objects].toSorted(byKey),
      [...this.secrets.keys()].toSorted(),
    ]);
  }

  /** The XR as the API server has it: without a status until it was reconciled. */
  get xr(): KubernetesObject {
    const { xr } = this.#cluster();
    const { status, ...rest }: KubernetesObject = { ...xr, metadata: { ...xr.metadata, generation: this.generation } };
    return this.#own.conditions.length === 0 && this.status === undefined ? rest : { ...rest, status };
  }

  /** The promised keys that its Secret does not have. */
  get lacks(): readonly string[] {
    return this.#options.lacks?.(this.spec) ?? [];
  }

  /** The values of the connection Secret, once it is composed. */
  get secret(): Readonly<Record<string, string>> | undefined {
    const data = this.objects.get(connectionKey)?.['data'] as Record<string, string> | undefined;
    if (data === undefined) return undefined;
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
    );
  }

  /** Whether the API server refused a part of the last response. */
  get isRejected(): boolean {
    return this.#own.conditions.some(({ type, message = '' }) => type === 'Synced' && message.startsWith('Unsynced'));
  }

  #cluster(): Cluster {
    const { kind, name, spec, status, environment } = this;
    const { api, group, others = [], flavour = 'namespaced' } = this.#options;
    const place = api.scope === 'Namespaced' ? { namespace } : {};
    const claim = { apiVersion: `${group}/${api.version}`, kind, metadata: { name, ...place }, spec };
    const legacy = xrdFlavour(api, flavour) === 'claims';
    // The spec has its defaults already.
    const made = legacy ? toXr(api, claim, 'claims') : claim;
    const xr = {
      ...made,
      metadata: { ...made.metadata, uid: 'u-1', creationTimestamp: this.createdAt },
      spec: { ...(made.spec as object), ...this.#references },
    };
    const config = environmentConfigWith(environment);
    return {
      composition: this.#composition,
      legacy,
      xr: { ...xr, status: { ...status, ...this.#own } },
      observed: [...this.objects.values()],
      lacks: (lacked) => this.lackedKinds.has(kindTitle(lacked)),
      required: [config, ...others, ...this.secrets.values()],
    };
  }
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
