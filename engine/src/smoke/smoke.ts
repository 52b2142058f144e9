/** Tries a cluster: makes a claim of each API in a namespace of its own, waits, uses it, and removes all again. */
import { UserError } from '../errors.ts';
import { asked, type Item, itemIn, type Kubectl, reasonIn } from '../install/kubectl.ts';
import type { SmokeClaim, SmokePlace } from './claims.ts';
import { isReady, lackOf, type LiveClaim, secretVerdict } from './judge-claim.ts';
import type { Opener } from './open.ts';

/** What became of the claim of one API. */
export interface Tried {
  readonly kind: string;
  readonly result: 'passed' | 'failed';
  readonly says: string;
  /** The release that answered it, as its status says. */
  readonly version?: string;
}

interface SecretItem extends Item {
  readonly data?: Readonly<Record<string, string>>;
}

/** How long things may take, and how a test makes that short. */
export interface SmokePatience {
  /** Until all claims are ready, and again until all are gone. */
  readonly milliseconds: number;
  readonly pause: () => Promise<void>;
  readonly now: () => number;
  /** Ends the waiting early: what was made is removed all the same. */
  readonly signal: AbortSignal;
}

/** The cluster, and what is done with it. */
interface Smoke {
  readonly kubectl: Kubectl;
  readonly open: Opener;
  readonly place: SmokePlace;
  readonly patience: SmokePatience;
}

/** What became of each claim. Rejects with a `UserError` if the namespace cannot be made, as one that an earlier run has left. */
export async function smoke(cluster: Smoke, claims: readonly SmokeClaim[]): Promise<readonly Tried[]> {
  const { kubectl, place } = cluster;
  await createNamespace(kubectl, place.namespace);
  const made: SmokeClaim[] = [];
  const tried = new Map<string, Tried>();
  try {
    for (const each of claims) {
      const refusal = await create(kubectl, each.claim);
      if (refusal === undefined) made.push(each);
      else tried.set(each.api.kind, { kind: each.api.kind, result: 'failed', says: `it is refused: ${refusal}` });
    }
    for (const result of await awaited(cluster, made)) tried.set(result.kind, result);
  } finally {
    // Whatever else was seen: what is left makes work.
    for (const [kind, says] of await removed(cluster, made)) tried.set(kind, { kind, result: 'failed', says });
  }
  return claims.flatMap(({ api }) => tried.get(api.kind) ?? []);
}

async function createNamespace(kubectl: Kubectl, name: string): Promise<void> {
  const { code, stderr } = await kubectl(['create', 'namespace', name]);
  if (code === 0) return;
  const hint = stderr.includes('AlreadyExists')
    ? `an earlier run may have left it: look at what is in it, delete it, or choose another one with --namespace`
    : 'choose the cluster with --context, and log in as somebody who may create namespaces';
  throw new UserError(`cannot create the namespace ${name}: ${reasonIn(stderr)}`, { hint });
}

/** Why the API server refuses the object; undefined if it does not. */
async function create(kubectl: Kubectl, object: object): Promise<string | undefined> {
  const { code, stderr } = await kubectl(['create', '-f', '-'], JSON.stringify(object));
  return code === 0 ? undefined : reasonIn(stderr);
}

async function awaited(cluster: Smoke, made: readonly SmokeClaim[]): Promise<readonly Tried[]> {
  const { patience, kubectl } = cluster;
  const end = patience.now() + patience.milliseconds;
  const tried: Tried[] = [];
  let waiting = made;
  while (waiting.length > 0) {
    const isOver = patience.now() >= end || patience.signal.aborted;
    const still: SmokeClaim[] = [];
    for (const each of waiting) {
      const live = await liveClaim(kubectl, each);
      if (live !== undefined && isReady(live)) tried.push(await used(cluster, each, live));
      else if (!isOver) still.push(each);
      else {
        const lack = live === undefined ? 'it is gone' : lackOf(live);
        tried.push({ kind: each.api.kind, result: 'failed', says: `it was not Ready in time: ${lack}` });
      }
    }
    waiting = still;
    if (waiting.length > 0) await patience.pause();
  }
  return tried;
}

async function liveClaim(kubectl: Kubectl, { resource, claim }: SmokeClaim): Promise<LiveClaim | undefined> {
  const args = ['get', resource, ...placeOf(claim), '--ignore-not-found', '-o', 'json'];
  const what = `the cluster does not show ${claim.kind} ${claim.metadata.name}`;
  const text = await asked(kubectl, what, args);
  return text.trim() === '' ? undefined : (itemIn(text, what) as LiveClaim);
}

/** What can be done with a claim that is ready: its Secret has the promised keys, and what it names lets its user in. */
async function used({ kubectl, open }: Smoke, { api, claim }: SmokeClaim, { status }: LiveClaim): Promise<Tried> {
  const { kind } = api;
  const version = status?.platformVersion === undefined ? {} : { version: status.platformVersion };
  const said = (passed: boolean, says: string): Tried => ({
    kind,
    result: passed ? 'passed' : 'failed',
    says,
    ...version,
  });
  if (Object.keys(api.secret).length === 0) return said(true, 'Ready; the API has no Secret');
  const name = status?.connectionSecretRef?.name;
  // On targets where claims are opened by an account, they have no Secret.
  if (name === undefined) return said(true, 'Ready; it names no Secret on this target');
  const { namespace = '' } = claim.metadata;
  const { code, stdout, stderr } = await kubectl(['get', 'secret', name, '-n', namespace, '-o', 'json']);
  if (code !== 0) return said(false, `Ready, but its Secret ${name} cannot be read: ${reasonIn(stderr)}`);
  const { data = {} } = itemIn(stdout, `the cluster does not show the Secret ${name}`) as SecretItem;
  const { passed, says } = secretVerdict(api, name, data);
  const opened = passed ? await open(data) : undefined;
  return said(passed && opened?.passed !== false, ['Ready', says, ...(opened ? [opened.says] : [])].join('; '));
}

/** Removes the claims and their namespace; returns which are left by kind, with the reason. */
async function removed(
  { kubectl, place, patience }: Smoke,
  made: readonly SmokeClaim[],
): Promise<ReadonlyMap<string, string>> {
  const end = patience.now() + patience.milliseconds;
  let left = new Map(made.map((each) => [each, '']));
  while (left.size > 0) {
    const still = new Map<SmokeClaim, string>();
    for (const each of left.keys()) {
      // A policy may refuse this until the claim has released its data.
      const args = ['delete', each.resource, ...placeOf(each.claim), '--ignore-not-found', '--wait=false'];
      const { code, stderr } = await kubectl(args);
      if (code !== 0) still.set(each, `it was not removed: ${reasonIn(stderr)}`);
      else if (await isLeft(kubectl, each)) still.set(each, 'it was not removed in time');
    }
    left = still;
    if (left.size === 0 || patience.now() >= end) break;
    await patience.pause();
  }
  // A namespace with a claim in it stays, so that somebody can look at it.
  if (left.size === 0) {
    const { code, stderr } = await kubectl(['delete', 'namespace', place.namespace, '--wait=false']);
    if (code !== 0)
      throw new UserError(`the namespace ${place.namespace} is left: ${reasonIn(stderr)}`, { hint: 'delete it' });
  }
  return new Map([...left].map(([{ api, claim }, says]) => [api.kind, `${says} (${placeText(claim)})`]));
}

/** Whether the claim may still be there: a cluster that does not answer once is asked again. */
async function isLeft(kubectl: Kubectl, { resource, claim }: SmokeClaim): Promise<boolean> {
  const { code, stdout } = await kubectl(['get', resource, ...placeOf(claim), '--ignore-not-found', '-o', 'name']);
  return code !== 0 || stdout.trim() !== '';
}

function placeOf({ metadata: { name, namespace } }: SmokeClaim['claim']): readonly string[] {
  return namespace === undefined ? [name] : [name, '-n', namespace];
}

function placeText({ metadata: { name, namespace } }: SmokeClaim['claim']): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
