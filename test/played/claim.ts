/** One claim in a played cluster, changed step by step: the function answers, its answer is applied, operators do their part. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import type { KubernetesObject } from '../../engine/src/render/index.ts';
import { handler } from '../cases/platform.ts';
import { playedTime } from './fake.ts';
import { play, secretObjects, type Stage } from './play.ts';

/** What a played claim is made from. */
export interface PlayedClaimOptions {
  readonly kind: string;
  readonly target: string;
  /** The values of its EnvironmentConfig. */
  readonly environment: Readonly<Record<string, unknown>>;
  /** With its defaults, as the API server stores it. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** @default 'orders' */
  readonly name?: string;
}

const fatal = 1;
const nothing = { connectionDetails: {}, ready: 0 };

export class PlayedClaim {
  readonly kind: string;
  readonly target: string;
  readonly name: string;
  environment: Readonly<Record<string, unknown>>;
  spec: Readonly<Record<string, unknown>>;
  status: Readonly<Record<string, unknown>> | undefined;
  createdAt = playedTime;
  /** What was composed, by key. */
  readonly objects = new Map<string, KubernetesObject>();
  /** Secrets that operators made, by name. */
  readonly secrets = new Map<string, KubernetesObject>();

  constructor({ kind, target, environment, spec, name = 'orders' }: PlayedClaimOptions) {
    this.kind = kind;
    this.target = target;
    this.name = name;
    this.environment = environment;
    this.spec = spec;
  }

  /** The function's answer to what is there now, given all that it asks for. */
  ask(): RunFunctionResponse {
    let required: RunFunctionRequest['requiredResources'] = {};
    for (let calls = 0; calls < 5; calls += 1) {
      const response = handler(this.#request(required));
      const wanted = Object.entries(response.requirements?.resources ?? {});
      if (wanted.every(([key]) => key in required)) return response;
      required = Object.fromEntries(wanted.map(([key, { matchName = '' }]) => [key, { items: this.#find(matchName) }]));
    }
    throw new Error(`the requirements of ${this.kind} ${this.name} never settle`);
  }

  /** Asks, and applies the answer unless it is fatal: what is no longer desired is gone. */
  reconcile(): RunFunctionResponse {
    const response = this.ask();
    if (response.results.some(({ severity }) => severity === fatal)) return response;
    const desired = response.desired?.resources ?? {};
    this.status = response.desired?.composite?.resource?.['status'] as typeof this.status;
    for (const key of this.objects.keys()) if (!(key in desired)) this.objects.delete(key);
    for (const [key, { resource }] of Object.entries(desired)) {
      const object = JSON.parse(JSON.stringify(resource)) as KubernetesObject;
      const status = this.objects.get(key)?.['status'];
      this.objects.set(key, { ...object, ...(status !== undefined && { status }) });
    }
    return response;
  }

  /** Lets the owner of the object under `key` bring it to `stage`. */
  play(key: string, stage: Stage): void {
    const object = this.objects.get(key);
    if (object === undefined) return;
    const written = play(object, stage, [...this.objects.values()]);
    const { status: _, ...bare } = object;
    this.objects.set(key, { ...bare, ...(written.status !== undefined && { status: written.status }) });
    for (const secret of secretObjects(object, written)) this.secrets.set(secret.metadata.name ?? '', secret);
  }

  /** Reconciles and makes everything ready until nothing changes; returns the last answer and the number of passes that changed something. */
  settle(): { response: RunFunctionResponse; passes: number } {
    for (let passes = 0; passes < 20; passes += 1) {
      const before = this.fingerprint();
      const response = this.reconcile();
      for (const key of this.objects.keys()) this.play(key, 'ready');
      if (this.fingerprint() === before) return { response, passes };
    }
    throw new Error(`${this.kind} ${this.name} never settles`);
  }

  /** Everything that can change, as text. */
  fingerprint(): string {
    return JSON.stringify([this.status, [...this.objects.entries()].toSorted(), [...this.secrets.keys()].toSorted()]);
  }

  /** The values of the application's Secret, once it is composed. */
  get secret(): Readonly<Record<string, string>> | undefined {
    const data = this.objects.get('connection-secret')?.['data'] as Record<string, string> | undefined;
    return (
      data &&
      Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]))
    );
  }

  #find(name: string) {
    const secret = this.secrets.get(name);
    return secret === undefined ? [] : [{ resource: secret, ...nothing }];
  }

  #request(required: RunFunctionRequest['requiredResources']): RunFunctionRequest {
    const { kind, name, target, spec, status, environment } = this;
    const metadata = { name, namespace: 'team-a', uid: 'u-1', creationTimestamp: this.createdAt };
    const resource = { apiVersion: 'platform.example.org/v1alpha1', kind, metadata, spec, status };
    return {
      meta: { tag: '', capabilities: [] },
      input: {
        apiVersion: 'planesmith.dev/v1alpha1',
        kind: 'Input',
        target,
        platform: 'platform',
        platformVersion: '0.1.0',
      },
      observed: {
        composite: { resource, ...nothing },
        resources: Object.fromEntries(
          [...this.objects].map(([key, object]) => [key, { resource: object, ...nothing }]),
        ),
      },
      desired: { composite: undefined, resources: {} },
      context: {},
      extraResources: {},
      requiredResources: { environment: { items: [{ resource: { data: environment }, ...nothing }] }, ...required },
      requiredSchemas: {},
      credentials: {},
    };
  }
}
