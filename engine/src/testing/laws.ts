/** Checks the laws of functions at every reconcile of a simulated claim. */
import type { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import type { KubernetesObject } from '../render/index.ts';
import { isSecretKey } from '../runtime/respond/redact.ts';
import { readyFalse, readyTrue } from '../runtime/respond/wire.ts';
import type { AnyApi } from '../schema/index.ts';
import type { Stage } from './player.ts';
import type { SimulatedClaim } from './simulated-claim.ts';

/** A shorter value could be an ordinary word. */
const shortest = 8;

/** Whether Crossplane would mark the XR as ready: the function does not object, and marks all desired resources as ready. */
function isReady({ desired }: RunFunctionResponse): boolean {
  const resources = Object.values(desired?.resources ?? {});
  return desired?.composite?.ready !== readyFalse && resources.every(({ ready }) => ready === readyTrue);
}

/** A message of the response in which a value is missing, such as `undefined`; undefined if there is none. */
export function nonsenseIn({ conditions, results }: RunFunctionResponse): string | undefined {
  return [...conditions, ...results].map(({ message = '' }) => message).find((message) => nonsense.test(message));
}

const nonsense = /\b(undefined|NaN)\b|\[object /;

/** A claim for which every broken law throws an `Error` that names the law, and all events since the claim was last settled. */
export class JudgedClaim {
  /** The events since it was last settled. */
  #events: string[] = [];
  /** The keys of failing objects. */
  readonly #failing = new Set<string>();
  readonly #names = new Map<string, string>();
  #recorded: string | undefined;
  /** Its parts when it was last settled. */
  #settled: ReadonlyMap<string, string> | undefined;
  readonly #api: AnyApi;
  readonly #claim: SimulatedClaim;

  constructor(api: AnyApi, claim: SimulatedClaim) {
    this.#api = api;
    this.#claim = claim;
  }

  /** Notes an event, for the message of a broken law. */
  note(event: string): void {
    this.#events.push(event);
  }

  /** Reconciles and checks all laws; `live` lists them. */
  reconcile(): RunFunctionResponse {
    const claim = this.#claim;
    const keys = [...claim.objects.keys()];
    const { isRejected } = claim;
    const response = claim.reconcile();
    this.#insist(isSame(response, claim.askAgain()), 'law 5: the same request has two answers');
    const leak = leakIn(response, claim);
    this.#insist(leak === undefined, `secrecy: the value of ${leak} of a Secret appears outside of Secrets`);
    const message = nonsenseIn(response);
    this.#insist(message === undefined, `a message makes no sense: ${message}`);
    this.#insistOnSuccess(response, 'it fails');
    const gone = keys.filter((key) => !claim.objects.has(key));
    this.#insistOnNone(gone, (those) => `law 1: ${those} existed and is no longer desired`);
    for (const [key, { resource }] of Object.entries(response.desired?.resources ?? {})) {
      // Crossplane keeps the name of an object that exists, so only the response shows another name.
      const { metadata } = resource as { readonly metadata: KubernetesObject['metadata'] };
      const name = `${metadata.namespace ?? ''}/${metadata.name}`;
      const before = this.#names.get(key) ?? name;
      this.#insist(before === name, `law 2: ${key} was named ${before} and is now ${name}`);
      this.#names.set(key, name);
    }
    const decided = JSON.stringify(claim.status?.['recorded']);
    const before = this.#recorded ?? decided;
    this.#insist(before === decided, `law 3: ${before} was recorded and is now ${decided}`);
    this.#recorded = decided;
    if (!isReady(response)) return response;
    this.#insist(!isRejected, 'law 4: it is Ready, and the API server refuses a part of it');
    this.#insistOnAllReady(keys);
    return response;
  }

  /** Reconciles while Crossplane may not read required objects. After a fatal result it would never call the function again. */
  reconcileBlindly(): void {
    this.#claim.isBlind = true;
    const response = this.#claim.reconcile();
    this.#claim.isBlind = false;
    this.#insistOnSuccess(response, 'it fails before it has the objects that it requires');
  }

  /** Lets every owner succeed. The claim must become ready and stable, and have the same parts as when it was last settled. */
  settle(): void {
    const claim = this.#claim;
    claim.rejects = undefined;
    let before = claim.fingerprint();
    for (let passes = 0; passes < 20; passes += 1) {
      const response = this.reconcile();
      for (const key of claim.objects.keys()) this.play(key, 'ready');
      const after = claim.fingerprint();
      if (after !== before) {
        before = after;
        continue;
      }
      this.#insist(isReady(response), `it never becomes Ready: ${conditionsText(response)}`);
      const parts = partsOf(claim);
      const others = [...parts].filter(([key, part]) => (this.#settled?.get(key) ?? part) !== part);
      this.#insistOnNone(
        others.map(([key]) => key),
        (those) => `${those} did not become again what it was`,
      );
      this.#settled = parts;
      this.#events = [];
      return;
    }
    this.#insist(false, 'it never comes to rest');
  }

  /** Lets the owner of an object bring it to a stage. */
  play(key: string, stage: Stage | 'failing'): void {
    const statusOf = () => JSON.stringify(this.#claim.objects.get(key)?.['status']);
    const before = statusOf();
    this.#claim.play(key, stage);
    const after = statusOf();
    if (stage !== 'failing') this.#failing.delete(key);
    else if (after?.includes('ReconcileError') === true && before !== after) this.#failing.add(key);
  }

  /** Deletes an object. */
  delete(key: string): void {
    this.#claim.objects.delete(key);
    this.#failing.delete(key);
  }

  /** Law 4: a claim is Ready only if all its parts exist and are ready, and its Secret has all promised keys. */
  #insistOnAllReady(existing: readonly string[]): void {
    const { lacks, objects, secret = {} } = this.#claim;
    const absent = [...objects.keys()].filter((key) => !existing.includes(key));
    this.#insistOnNone(absent, (those) => `law 4: it is Ready, and ${those} did not exist`);
    const unready = existing.filter((key) => this.#failing.has(key));
    this.#insistOnNone(unready, (those) => `law 4: it is Ready, and ${those} is failing`);
    const missing = Object.keys(this.#api.secret).filter((key) => !lacks.includes(key) && (secret[key] ?? '') === '');
    this.#insistOnNone(missing, (those) => `law 4: it is Ready, and its Secret lacks ${those}`);
    const others = Object.keys(secret).filter((key) => lacks.includes(key));
    this.#insistOnNone(others, (those) => `law 4: its Secret has ${those}, which it should lack`);
  }

  #insistOnSuccess({ results }: RunFunctionResponse, otherwise: string): void {
    this.#insist(results.length === 0, `${otherwise}: ${results.map(({ message }) => message).join('; ')}`);
  }

  #insistOnNone(keys: readonly string[], otherwise: (those: string) => string): void {
    this.#insist(keys.length === 0, otherwise(keys.join(', ')));
  }

  #insist(holds: boolean, otherwise: string): void {
    if (holds) return;
    const after = this.#events.length === 0 ? '' : ` (after: ${this.#events.join(', ')})`;
    throw new Error(`${otherwise}${after}`);
  }
}

/** All objects and the status, as text. */
function partsOf({ objects, status }: SimulatedClaim): ReadonlyMap<string, string> {
  const texts = [...objects].map(([key, object]) => [key, JSON.stringify(object)] as const);
  return new Map([...texts, ['its status', JSON.stringify(status)]]);
}

/** The key of an owner's Secret whose value, plain or in base64, is in the response outside of Secrets; undefined if there is none. */
function leakIn({ desired, ...others }: RunFunctionResponse, claim: SimulatedClaim): string | undefined {
  if (claim.secrets.size === 0) return undefined;
  const objects = Object.values(desired?.resources ?? {}).filter(({ resource }) => resource?.['kind'] !== 'Secret');
  const all = JSON.stringify([others, desired?.composite?.resource, objects.map(({ resource }) => resource)]);
  const values = [...claim.secrets.values()].flatMap(({ data }) => Object.entries(data as Record<string, string>));
  const leaked = values
    .filter(([key]) => isSecretKey(key))
    .find(([, value]) => {
      const plain = JSON.stringify(Buffer.from(value, 'base64').toString()).slice(1, -1);
      return plain.length >= shortest && (all.includes(plain) || all.includes(value));
    });
  return leaked?.[0];
}

/** Whether two responses are the same text; then they are the same bytes too. */
function isSame(one: RunFunctionResponse, other: RunFunctionResponse): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function conditionsText({ conditions }: RunFunctionResponse): string {
  return conditions.map(({ type, message }) => `${type}: ${message ?? ''}`).join('; ');
}
