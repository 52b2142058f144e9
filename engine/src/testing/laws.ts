/** The laws of a function, looked at while a claim lives through anything that can happen to it. */
import type { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import * as fc from 'fast-check';
import { encodeResponse } from '../runtime/codec/index.ts';
import { isSecretKey } from '../runtime/redact.ts';
import { readyFalse, readyTrue } from '../runtime/wire.ts';
import type { AnyApi } from '../schema/index.ts';
import type { SimulatedClaim } from './simulated-claim.ts';

/**
 * One thing that happens: to the object of that number among those that exist, where it is about one. Rejected is what the API server
 * refuses from then on; blind is a reconcile in which core may not look up what the function requires.
 */
export interface Step {
  readonly what:
    'reconcile' | 'ready' | 'starting' | 'failing' | 'deleted' | 'rejected' | 'accepted' | 'blind' | 'secrets lost';
  readonly which: number;
}

const whats = [
  'reconcile',
  'reconcile',
  'reconcile',
  'ready',
  'ready',
  'starting',
  'failing',
  'deleted',
  'rejected',
  'accepted',
  'blind',
  'secrets lost',
] as const;

/** A shorter value could be any word. */
const shortest = 8;

/** Lives of up to `maxLength` steps, which shrink to the shortest that still breaks a law. */
export function lives(maxLength = 30): fc.Arbitrary<readonly Step[]> {
  return fc.array(fc.record({ what: fc.constantFrom(...whats), which: fc.nat(40) }), { maxLength });
}

/** As core judges it: the function does not object, and says of all that is desired that it is ready. */
function isReady({ desired }: RunFunctionResponse): boolean {
  const resources = Object.values(desired?.resources ?? {});
  return desired?.composite?.ready !== readyFalse && resources.every(({ ready }) => ready === readyTrue);
}

/** A sentence of the answer in which a value is missing; undefined where everything that it says can be read. */
export function nonsenseIn({ conditions, results }: RunFunctionResponse): string | undefined {
  return [...conditions, ...results].map(({ message = '' }) => message).find((said) => nonsense.test(said));
}

const nonsense = /\b(undefined|NaN)\b|\[object /;

/**
 * Lets a new claim live through `life`, then through nothing but success, and throws an `Error` that names the law it breaks: what exists
 * stays desired (1), names stay (2), what was decided stays (3), Ready only with all parts ready and all promised Secret keys (4), the
 * same bytes for the same question (5), no value of an owner's Secret outside of Secrets, and in the end it is Ready and nothing changes any more.
 */
export function live(api: AnyApi, claim: SimulatedClaim, life: readonly Step[]): void {
  const broken = new Set<string>();
  const names = new Map<string, string>();
  let recorded: unknown;
  const reconcile = () => {
    const keys = [...claim.objects.keys()];
    const rejected = claim.isRejected;
    const response = claim.ask();
    insist(same(response, claim.ask()), 'law 5: the same question has two answers');
    const leak = leakIn(response, claim);
    insist(leak === undefined, `secrecy: the value of ${leak} of a Secret is told outside of Secrets`);
    claim.reconcile();
    const senseless = nonsenseIn(response);
    insist(senseless === undefined, `it says what nobody can read: ${senseless}`);
    insist(response.results.length === 0, `it fails: ${response.results.map(({ message }) => message).join('; ')}`);
    const gone = keys.filter((key) => !claim.objects.has(key));
    insist(gone.length === 0, `law 1: ${gone.join(', ')} existed and is no longer desired`);
    for (const [key, { metadata }] of claim.objects) {
      const name = `${metadata.namespace ?? ''}/${metadata.name}`;
      insist((names.get(key) ?? name) === name, `law 2: ${key} was named ${names.get(key)} and is now ${name}`);
      names.set(key, name);
    }
    const decided = JSON.stringify(claim.status?.['recorded']);
    insist(recorded === undefined || recorded === decided, `law 3: ${recorded} was recorded and is now ${decided}`);
    recorded = decided;
    insist(!rejected || !isReady(response), 'law 4: it is Ready, and the API server refuses a part of it');
    if (isReady(response)) {
      const unready = keys.filter((key) => broken.has(key));
      insist(unready.length === 0, `law 4: it is Ready, and ${unready.join(', ')} is failing`);
      const promised = api.secret.filter((key) => !claim.lacks.includes(key));
      const missing = promised.filter((key) => (claim.secret?.[key] ?? '') === '');
      insist(missing.length === 0, `law 4: it is Ready, and its Secret lacks ${missing.join(', ')}`);
      const others = Object.keys(claim.secret ?? {}).filter((key) => claim.lacks.includes(key));
      insist(others.length === 0, `law 4: its Secret has ${others.join(', ')}, which it should lack`);
    }
    return response;
  };

  /** Core stops at a lookup that it is denied; a function that is fatal before would never be asked again. */
  const reconcileBlindly = () => {
    claim.isBlind = true;
    const { results } = claim.reconcile();
    claim.isBlind = false;
    insist(results.length === 0, `it fails before it is given what it requires: ${results[0]?.message}`);
  };

  for (const { what, which } of life) {
    const keys = [...claim.objects.keys()];
    const key = keys[which % Math.max(1, keys.length)];
    if (what === 'reconcile') reconcile();
    else if (what === 'blind') reconcileBlindly();
    else if (what === 'accepted') claim.rejects = undefined;
    else if (what === 'secrets lost') claim.secrets.clear();
    else if (key === undefined) continue;
    else if (what === 'rejected') claim.rejects = key;
    else if (what === 'deleted') {
      claim.objects.delete(key);
      broken.delete(key);
    } else {
      const before = JSON.stringify(claim.objects.get(key)?.['status']);
      claim.play(key, what);
      const after = JSON.stringify(claim.objects.get(key)?.['status']);
      if (what !== 'failing') broken.delete(key);
      else if (after?.includes('ReconcileError') === true && before !== after) broken.add(key);
    }
  }
  claim.rejects = undefined;
  claim.settle();
  broken.clear();
  const last = reconcile();
  insist(isReady(last), `it never becomes Ready: ${told(last)}`);
  const settled = claim.fingerprint();
  claim.settle();
  insist(claim.fingerprint() === settled, 'it never comes to rest');
}

/** The key of an owner's Secret whose value, as it is or in base64, the answer tells elsewhere than in a Secret; undefined without one. */
function leakIn({ desired, ...said }: RunFunctionResponse, claim: SimulatedClaim): string | undefined {
  const objects = Object.values(desired?.resources ?? {}).filter(({ resource }) => resource?.['kind'] !== 'Secret');
  const told = JSON.stringify([said, desired?.composite?.resource, objects.map(({ resource }) => resource)]);
  const values = [...claim.secrets.values()].flatMap(({ data }) => Object.entries(data as Record<string, string>));
  const leaked = values
    .filter(([key]) => isSecretKey(key))
    .find(([, value]) => {
      const plain = JSON.stringify(Buffer.from(value, 'base64').toString()).slice(1, -1);
      return plain.length >= shortest && (told.includes(plain) || told.includes(value));
    });
  return leaked?.[0];
}

function same(first: RunFunctionResponse, second: RunFunctionResponse): boolean {
  return Buffer.compare(encodeResponse(first), encodeResponse(second)) === 0;
}

function told({ conditions }: RunFunctionResponse): string {
  return conditions.map(({ type, message }) => `${type}: ${message ?? ''}`).join('; ');
}

function insist(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
