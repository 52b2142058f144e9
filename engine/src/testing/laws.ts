/** The laws of a function, looked at each time that a simulated claim is reconciled. */
import type { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import type { KubernetesObject } from '../render/index.ts';
import { isSecretKey } from '../runtime/respond/redact.ts';
import { readyFalse, readyTrue } from '../runtime/respond/wire.ts';
import type { AnyApi } from '../schema/index.ts';
import type { Stage } from './player.ts';
import type { SimulatedClaim } from './simulated-claim.ts';

/** A shorter value could be any word. */
const shortest = 8;

/** As core judges it: the function does not object, and says of all that is desired that it is ready. */
function isReady({ desired }: RunFunctionResponse): boolean {
  const resources = Object.values(desired?.resources ?? {});
  return desired?.composite?.ready !== readyFalse && resources.every(({ ready }) => ready === readyTrue);
}

/** A sentence of the response in which a value is missing; undefined if there is none. */
export function nonsenseIn({ conditions, results }: RunFunctionResponse): string | undefined {
  return [...conditions, ...results].map(({ message = '' }) => message).find((message) => nonsense.test(message));
}

const nonsense = /\b(undefined|NaN)\b|\[object /;

/** A claim on which a law that is broken is an `Error` that names the law and what happened since the claim was last settled. */
export class JudgedClaim {
  /** What happened since it was last settled. */
  #happened: string[] = [];
  /** The keys of what is failing. */
  readonly #broken = new Set<string>();
  readonly #names = new Map<string, string>();
  #recorded: string | undefined;
  /** What it was when it was last settled. */
  #settled: ReadonlyMap<string, string> | undefined;
  readonly #api: AnyApi;
  readonly #claim: SimulatedClaim;

  constructor(api: AnyApi, claim: SimulatedClaim) {
    this.#api = api;
    this.#claim = claim;
  }

  /** Remembers what happened, for the message of a broken law. */
  note(happening: string): void {
    this.#happened.push(happening);
  }

  /** What exists stays desired (1), names stay (2), what was decided stays (3), the same question has the same answer (5). */
  reconcile(): RunFunctionResponse {
    const claim = this.#claim;
    const keys = [...claim.objects.keys()];
    const { isRejected } = claim;
    const response = claim.reconcile();
    this.#insist(isSame(response, claim.askAgain()), 'law 5: the same question has two answers');
    const leak = leakIn(response, claim);
    this.#insist(leak === undefined, `secrecy: the value of ${leak} of a Secret is told outside of Secrets`);
    const senseless = nonsenseIn(response);
    this.#insist(senseless === undefined, `it says what nobody can read: ${senseless}`);
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
    this.#insistOnAllThere(keys);
    return response;
  }

  /** Core stops at a lookup that it is denied; a function that is fatal before would never be asked again. */
  reconcileBlindly(): void {
    this.#claim.isBlind = true;
    const response = this.#claim.reconcile();
    this.#claim.isBlind = false;
    this.#insistOnSuccess(response, 'it fails before it is given what it requires');
  }

  /** Ready, at rest, and made of the same as when it was last settled, after nothing but success. */
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
      this.#happened = [];
      return;
    }
    this.#insist(false, 'it never comes to rest');
  }

  play(key: string, stage: Stage | 'failing'): void {
    const statusOf = () => JSON.stringify(this.#claim.objects.get(key)?.['status']);
    const before = statusOf();
    this.#claim.play(key, stage);
    const after = statusOf();
    if (stage !== 'failing') this.#broken.delete(key);
    else if (after?.includes('ReconcileError') === true && before !== after) this.#broken.add(key);
  }

  delete(key: string): void {
    this.#claim.objects.delete(key);
    this.#broken.delete(key);
  }

  /** Ready only with all parts there, ready, and all promised Secret keys (4). */
  #insistOnAllThere(there: readonly string[]): void {
    const { lacks, objects, secret = {} } = this.#claim;
    const absent = [...objects.keys()].filter((key) => !there.includes(key));
    this.#insistOnNone(absent, (those) => `law 4: it is Ready, and ${those} did not exist`);
    const unready = there.filter((key) => this.#broken.has(key));
    this.#insistOnNone(unready, (those) => `law 4: it is Ready, and ${those} is failing`);
    const missing = this.#api.secret.filter((key) => !lacks.includes(key) && (secret[key] ?? '') === '');
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
    const after = this.#happened.length === 0 ? '' : ` (after: ${this.#happened.join(', ')})`;
    throw new Error(`${otherwise}${after}`);
  }
}

/** The text of each object, and of the status. */
function partsOf({ objects, status }: SimulatedClaim): ReadonlyMap<string, string> {
  const texts = [...objects].map(([key, object]) => [key, JSON.stringify(object)] as const);
  return new Map([...texts, ['its status', JSON.stringify(status)]]);
}

/** The key of an owner's Secret whose value, as it is or in base64, the answer tells elsewhere than in a Secret; undefined without one. */
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
