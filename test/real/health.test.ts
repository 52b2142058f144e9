/** What Argo CD, Flux, kstatus and `kubectl wait` say of every state of every API, in both flavours; and of states with holes in them. */
import * as fc from 'fast-check';
import { flavours } from 'planesmith/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Condition, conditionsOf } from '../health/crossplane.ts';
import { type Glimpse, glimpsesOf } from '../health/random-lives.ts';
import { readRecorded } from '../health/recorded.ts';
import { states } from '../health/states.ts';
import { isWrong } from '../health/tables.ts';
import { holed, nullEverywhere } from './health/holes.ts';
import { type Judged, judgedNow, toRecorded } from './health/asked.ts';
import { missingForVerdicts, verdictsOn } from './health/verdicts.ts';

const seed = Number(process.env['HEALTH_SEED'] ?? 20261129);
const missing = await missingForVerdicts();
let judged: Judged = { claims: [], packages: [] };
beforeAll(async () => {
  if (missing === undefined) judged = await judgedNow();
});

type Claim = Judged['claims'][number];

const find = (object: unknown, type: string): Condition | undefined =>
  conditionsOf(object as Claim['object']).find((condition) => condition?.type === type);

/** Whether `Ready` is true at the present generation, by its own words. */
function isReady(object: Claim['object']): boolean {
  const { generation } = object.metadata as { generation?: number };
  return conditionsOf(object).some(
    (one) => one?.type === 'Ready' && one.status === 'True' && one.observedGeneration === generation,
  );
}

const isPackage = ({ apiVersion }: Claim['object']) => apiVersion.startsWith('pkg.');

/** The state in which Crossplane itself says Ready too early. */
const isTooEarly = ({ state }: Claim) => state.name === 'ready, changed since, handed to the XR';

describe.skipIf(missing !== undefined)(`health${missing === undefined ? '' : `: ${missing}`}`, () => {
  it('is as recorded, and as the page says, in every state', () => {
    expect(judged.claims.length).toBeGreaterThan(2000);
    expect(toRecorded(judged)).toEqual(readRecorded());
  });

  it('is asked of claims whose kinds are missing or unknown, on every target of every API that needs any but those of Kubernetes', () => {
    const places = (name: string) =>
      new Set(judged.claims.flatMap(({ state, place }) => (state.name === name ? place : [])));
    const all = places('ready');
    for (const { name } of states.filter((state) => /\bkinds?\b/.test(state.name))) {
      const without = [...all].filter((place) => !places(name).has(place));
      expect(without, name).toEqual(
        flavours.flatMap((flavour) => ['local', 'incluster'].map((target) => `DevNamespace on ${target}, ${flavour}`)),
      );
    }
  });

  it('is never ready before Crossplane has answered, and never stopped while nobody need act', () => {
    const wrong = judged.claims.filter(
      (one) =>
        !isTooEarly(one) &&
        [one.verdicts.argo, one.verdicts.flux].some(({ status = 'error' }) => isWrong(one.state.truth, status)),
    );
    expect(wrong.map(({ place, state }) => `${place}: ${state.name}`)).toEqual([]);
  });

  it('is Healthy in Argo CD exactly if it is Ready at this generation, and neither stopped, paused nor cut off', () => {
    for (const { object, verdicts, state, place } of judged.claims) {
      const isTrue =
        isReady(object) && find(object, 'Synced')?.status === 'True' && find(object, 'Provisioned')?.status === 'True';
      const isDeleted = 'deletionTimestamp' in object.metadata;
      expect(verdicts.argo.status === 'Healthy', `${place}: ${state.name}`).toBe(isTrue && !isDeleted);
      if (verdicts.flux.status === 'Current' || verdicts.wait.status === 'met') expect(isReady(object)).toBe(true);
    }
  });

  it('has the message of the condition that says what a person must do', () => {
    const stopped = judged.claims.filter(({ verdicts }) => verdicts.argo.status === 'Degraded');
    expect(stopped.length).toBeGreaterThan(500);
    for (const { object, verdicts } of stopped) {
      expect(verdicts.argo.message).toBe(find(object, 'Provisioned')?.message);
    }
  });

  it('raises no error but that of Flux for an object without a status', () => {
    for (const { object, verdicts } of [...judged.claims, ...judged.packages]) {
      expect(verdicts.argo.error).toBeUndefined();
      expect(verdicts.flux.error !== undefined, verdicts.flux.error).toBe(object['status'] === undefined);
      expect([verdicts.kstatus.error, verdicts.wait.error]).toEqual([undefined, undefined]);
    }
  });

  it('of objects with null everywhere raises no error, and waits', async () => {
    const objects = [...judged.claims, ...judged.packages].map(({ object }) => object);
    const firsts = objects.filter(({ kind }, index) => objects.findLastIndex((one) => one.kind === kind) === index);
    const drawn = firsts.flatMap(nullEverywhere);
    expect(drawn.length).toBeGreaterThan(150);
    const verdicts = await verdictsOn(drawn);
    drawn.forEach((object, index) => {
      const { argo, flux } = verdicts[index]!;
      expect([argo.status, flux.status], JSON.stringify(object)).toEqual(['Progressing', 'InProgress']);
      expect([argo.error, flux.error], JSON.stringify(object)).toEqual([undefined, undefined]);
    });
  });

  it(`of objects with absent, null and wrong fields raises no error and is never ready by mistake (seed ${seed})`, async () => {
    const objects = [...judged.claims, ...judged.packages].map(({ object }) => object);
    const drawn = fc.sample(holed(objects), { seed, numRuns: 3000 });
    const verdicts = await verdictsOn(drawn);
    const words = new Set<string | undefined>();
    drawn.forEach((object, index) => {
      const { argo, flux } = verdicts[index]!;
      words.add(argo.status);
      expect([argo.error, flux.error], JSON.stringify(object)).toEqual([undefined, undefined]);
      const saysReady = argo.status === 'Healthy' || flux.status === 'Current';
      if (saysReady && !isPackage(object)) expect(isReady(object), JSON.stringify(object)).toBe(true);
    });
    expect([...words].toSorted()).toEqual(['Degraded', 'Healthy', 'Progressing', 'Suspended']);
  });

  it(`at any moment of a random life is not ready before Crossplane has answered, nor stopped while nobody need act (seed ${seed})`, async () => {
    const glimpses = glimpsesOf(seed, 1);
    const verdicts = await verdictsOn(glimpses.map(({ object }) => object));
    const wrongBy = (who: 'argo' | 'flux' | 'kstatus') =>
      glimpses.filter((glimpse, index) => isUntrue(glimpse, verdicts[index]?.[who].status)).map(({ life }) => life);
    expect(wrongBy('argo')).toEqual([]);
    expect(wrongBy('flux')).toEqual([]);
    // The lives have the moments in which one can be wrong: without our rules, kstatus is.
    expect(wrongBy('kstatus').length).toBeGreaterThan(100);
    expect([...new Set(verdicts.map(({ argo }) => argo.status))].toSorted()).toEqual([
      'Degraded',
      'Healthy',
      'Progressing',
      'Suspended',
    ]);
  });
});

function isUntrue({ mayBeReady, mayBeStopped }: Glimpse, status: string | undefined): boolean {
  if (status === 'Healthy' || status === 'Current') return !mayBeReady;
  return (status === 'Degraded' || status === 'Failed') && !mayBeStopped;
}
