/** Tests of the laws' checks: a sound function passes, and for any other the broken law is named. */
import type { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dispatch, type Handler } from '../runtime/index.ts';
import { live } from './live.ts';
import { everyMishap, type Life, lives, type Step } from './lives.ts';
import type { Play } from './player.ts';
import { SimulatedClaim } from './simulated-claim.ts';
import { functions, widget } from './widget.ts';
import { dev } from './widget-request.ts';

const sound = dispatch(functions);

const works = (status: 'True' | 'False') => [
  { type: 'Synced', status: 'True' },
  { type: 'Ready', status },
];
/** A Gear has an address once it turns, and its owner keeps a login beside it. */
const play: Play = ({ kind, metadata: { name } }, stage) => {
  const conditions = works(stage === 'ready' ? 'True' : 'False');
  if (kind !== 'Gear') return kind === 'Login' ? { status: { conditions } } : {};
  if (stage === 'starting') return { status: { conditions } };
  const secrets = { [`${name}-app`]: { username: 'turner', password: 'squeaky-wheel' } };
  return { status: { conditions, address: '10.0.0.1', port: 80 }, secrets };
};

const claimWith = (handler: Handler, lacks: readonly string[] = []) =>
  new SimulatedClaim({
    handler,
    api: widget,
    play,
    target: 'local',
    environment: { ...dev, tier: 'prod' },
    group: 'toys.example.org',
    lacks: () => lacks,
  });

describe('a sound function keeps the laws', () => {
  test('through any life', () => {
    fc.assert(fc.property(lives(), (life) => live(widget, claimWith(sound), life)));
  });

  test('through every mishap', () => {
    live(widget, claimWith(sound), everyMishap(3));
  });
});

test('a claim that starts from another one goes on as that would, and leaves it alone', () => {
  const settled = claimWith(sound);
  settled.generation = 7;
  settled.settle();
  const before = settled.fingerprint();
  const claim = claimWith(sound).startFrom(settled);
  expect(claim.xr).toEqual(settled.xr);
  expect(claim.fingerprint()).toBe(before);
  expect(claim.askAgain()).toEqual(settled.askAgain());
  live(widget, claim, everyMishap(3));
  for (const [, { metadata }] of claim.objects) Object.assign(metadata, { name: 'changed' });
  claim.objects.clear();
  expect(settled.fingerprint()).toBe(before);
});

test('half of all lives begin with a claim that is all there', () => {
  const settled = fc.sample(lives(), { numRuns: 200, seed: 1 }).filter(({ from }) => from === 'settled');
  expect(settled.length).toBeGreaterThan(80);
  expect(settled.length).toBeLessThan(120);
});

test('lives are long: half of those of up to twenty steps have eight or more', () => {
  const lengths = fc.sample(lives(20), { numRuns: 201, seed: 1 }).map(({ steps }) => steps.length);
  expect(lengths.toSorted((one, other) => one - other)[100]).toBeGreaterThanOrEqual(8);
});

/** The sound answer, with a change made to a copy. */
const changed =
  (change: (response: RunFunctionResponse, request: Parameters<Handler>[0]) => void): Handler =>
  (request) => {
    const response = structuredClone(sound(request));
    change(response, request);
    return response;
  };

const gearOf = ({ desired }: RunFunctionResponse) =>
  desired?.resources['gear'] as { resource: { metadata: { name: string } }; ready: number } | undefined;

describe('a function that', () => {
  let calls = 0;
  const again: Step = { what: 'reconcile', which: 0 };
  /** The gear is the second of three, by key. */
  const gear = (what: Step['what']): Step => ({ what, which: 1 });
  const settled = (...steps: Step[]): Life => ({ from: 'settled', steps });
  const everything = settled(gear('failing'), again);
  const drops = changed(({ desired }, { observed }) => {
    const { gear } = observed?.resources ?? {};
    if (JSON.stringify(gear?.resource ?? {}).includes('ReconcileError')) delete desired?.resources['shelf'];
  });
  const renames = changed((response, { observed }) => {
    const gear = gearOf(response);
    if (gear !== undefined) gear.resource.metadata.name += Object.keys(observed?.resources ?? {}).length;
  });
  const forgets = changed(({ desired }, { observed }) => {
    const status = desired?.composite?.resource?.['status'] as { recorded?: { teeth: number } } | undefined;
    if (status?.recorded !== undefined) status.recorded.teeth = 1 + Object.keys(observed?.resources ?? {}).length;
  });
  const calledReady = (isSo: (gear: string | undefined) => boolean) =>
    changed(({ desired }, { observed }) => {
      const { gear: there, shelf } = observed?.resources ?? {};
      if (desired?.composite === undefined || shelf === undefined) return;
      if (!isSo(there && JSON.stringify(there.resource))) return;
      desired.composite.ready = 0;
      for (const resource of Object.values(desired.resources)) resource.ready = 1;
    });
  const boasts = calledReady((there) => there?.includes('ReconcileError') === true);
  const assumes = calledReady((there) => there === undefined);
  const keepsBack = changed(({ desired }) => {
    const secret = desired?.resources['connection-secret']?.resource as { data: { password?: string } } | undefined;
    delete secret?.data.password;
  });
  const tells = changed((response, { requiredResources }) => {
    const objects = Object.values(requiredResources).flatMap(({ items }) => items.map(({ resource }) => resource));
    const login = objects.find((object) => object?.['kind'] === 'Secret')?.['data'] as { password: string } | undefined;
    if (login !== undefined) response.conditions.push({ type: 'Hint', status: 2, reason: login.password, target: 1 });
  });
  const wavers = changed((response) => {
    response.conditions.push({ type: 'Lucky', status: 2, reason: `${(calls += 1)}`, target: 1 });
  });
  const despairs = changed(({ desired }) => {
    if (desired?.composite !== undefined) desired.composite.ready = 2;
  });

  const mumbles = changed(({ conditions }) => {
    for (const condition of conditions) condition.message = `it has ${undefined as unknown} teeth`;
  });

  const overlooks: Handler = (request) => {
    const { resource } = request.observed?.composite ?? {};
    const status = { ...(resource?.['status'] as object), conditions: [] };
    const composite = { ...request.observed?.composite, resource: { ...resource, status } };
    return sound({ ...request, observed: { ...request.observed, composite } } as typeof request);
  };
  const insists = changed((response, { requiredResources }) => {
    const isMissing = Object.keys(response.requirements?.resources ?? {}).some((key) => !(key in requiredResources));
    if (isMissing) response.results.push({ severity: 1, message: 'where is it?' });
  });
  const misses = changed(({ desired }, { observed }) => {
    if (observed?.resources['gear'] === undefined) delete desired?.resources['shelf'];
  });
  const christens = changed((response, { observed }) => {
    const { shelf } = response.desired?.resources ?? {};
    const { metadata } = (shelf?.resource ?? {}) as { metadata?: { name: string } };
    const isLost = observed?.composite?.resource?.['status']?.recorded === undefined;
    if (metadata !== undefined && isLost && observed?.resources['gear'] !== undefined) metadata.name += '-anew';
  });
  /** The shelf is another one from then on. */
  const scars = changed(({ desired }, { observed }) => {
    const { gear: there, shelf } = observed?.resources ?? {};
    const before = shelf?.resource?.['spec'] as { load: number } | undefined;
    const now = desired?.resources['shelf']?.resource?.['spec'] as { load: number };
    if (before?.load === 1 || (before !== undefined && there === undefined)) now.load = 1;
  });

  interface Bad {
    readonly what: string;
    readonly handler: Handler;
    readonly lacks?: readonly string[];
    readonly life?: Life;
    readonly says: RegExp;
  }

  test.each([
    { what: 'drops what exists', handler: drops, says: /^law 1: shelf existed/ },
    {
      what: 'drops a part when another is missing',
      handler: misses,
      life: settled(gear('deleted'), again),
      says: /^law 1: shelf existed and is no longer desired \(after: gear deleted, reconcile\)$/,
    },
    {
      what: 'calls ready what does not exist',
      handler: assumes,
      life: settled(gear('deleted'), again),
      says: /^law 4: it is Ready, and gear did not exist/,
    },
    {
      what: 'makes something else of what was lost',
      handler: scars,
      life: settled(gear('deleted'), again),
      says: /^shelf did not become again what it was/,
    },
    { what: 'names by what it sees', handler: renames, says: /^law 2: gear was named/ },
    { what: 'decides anew', handler: forgets, says: /^law 3: .* was recorded/ },
    { what: 'calls a failing part ready', handler: boasts, says: /^law 4: it is Ready, and/ },
    {
      what: 'keeps a promised key back',
      handler: keepsBack,
      says: /^law 4: it is Ready, and its Secret lacks password/,
    },
    { what: 'hands out what does not exist', handler: sound, lacks: ['host'], says: /^law 4: its Secret has host/ },
    { what: 'tells a password', handler: tells, says: /^secrecy: the value of password/ },
    { what: 'answers differently each time', handler: wavers, says: /^law 5:/ },
    {
      what: 'speaks of values that are not there',
      handler: mumbles,
      says: /^a message makes no sense: it has undef/,
    },
    { what: 'is never content', handler: despairs, says: /^it never becomes Ready/ },
    {
      what: 'calls ready what the API server refuses',
      handler: overlooks,
      life: settled({ what: 'rejected', which: 0 }, again, again),
      says: /^law 4: it is Ready, and the API server refuses a part of it/,
    },
    {
      what: 'fails before it has the objects that it requires',
      handler: insists,
      life: { from: 'nothing', steps: [{ what: 'blind', which: 0 }] },
      says: /^it fails before it has the objects that it requires: where is it/,
    },
  ] satisfies readonly Bad[])('$what is found out', ({ handler, lacks, life = everything, says }: Bad) => {
    expect(() => live(widget, claimWith(handler, lacks), life)).toThrow(says);
  });

  test.each([
    { what: 'drops what exists', handler: drops },
    { what: 'drops a part when another is missing', handler: misses },
    { what: 'names anew once its status is lost', handler: christens },
    { what: 'makes something else of what was lost', handler: scars },
  ])('$what is found out by one mishap or another', ({ handler }) => {
    expect(() => live(widget, claimWith(handler), everyMishap(3))).toThrow(/shelf/);
  });

  test.each([
    { what: 'breaks a law only after a while', handler: drops },
    { what: 'breaks one only once all is there', handler: misses },
  ])('$what is shown the shortest life in which it does', ({ handler }) => {
    const found = fc.check(
      fc.property(lives(), (life) => live(widget, claimWith(handler), life)),
      { seed: 1 },
    );
    expect(found.counterexample?.[0].steps.length).toBeLessThanOrEqual(3);
  });
});
