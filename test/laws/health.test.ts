/** The recorded verdicts on claims are of today's scripts and of today's states; test/real/health.test.ts asks for them again. */
import { describe, expect, it } from 'vitest';
import { cells, exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';
import { claimsInStates } from '../health/claims.ts';
import { packageStates } from '../health/packages.ts';
import { askedToday, readRecorded, shapeOf } from '../health/recorded.ts';
import { states } from '../health/states.ts';
import { isWrong, truthOf } from '../health/tables.ts';

const again = 'run `node test/real/health/asked.ts`, then `npm run update`';
const recorded = readRecorded();
const firstOfEach = cells.filter(({ kind }, index) => cells.findIndex((cell) => cell.kind === kind) === index);
const claims = claimsInStates(firstOfEach);

describe('the recorded verdicts', () => {
  it('are those on the scripts and expressions of today', () => {
    expect(recorded.asked, again).toBe(askedToday());
  });

  it('are on every state', () => {
    expect([...new Set(recorded.claims.map(({ state }) => state))], again).toEqual(states.map(({ name }) => name));
    expect([...new Set(recorded.packages.map(({ state }) => state))], again).toEqual(
      packageStates.map(({ name }) => name),
    );
  });

  it.each(states)('are on claims as they are now: $name', ({ name }) => {
    const inState = claims.filter(({ state }) => state.name === name);
    expect(inState.length).toBeGreaterThan(0);
    for (const { form, object, place } of inState) {
      const row = recorded.claims.find((one) => one.state === name && one.form === form);
      expect(row?.shapes, `${place}: ${again}`).toContain(shapeOf(object));
    }
  });

  it('call nothing ready that is not, and nothing stopped that nobody need touch', () => {
    const wrong = recorded.claims.filter(({ state, argo, flux }) =>
      [argo, flux].some((one) => isWrong(truthOf(state), one)),
    );
    // Crossplane itself writes such a claim (claim/reconciler.go), and nothing in it tells.
    expect(wrong.map(({ form, state }) => `${form}: ${state}`)).toEqual([
      'claim: ready, changed since, handed to the XR',
    ]);
    const packages = recorded.packages.map((row) => ({
      ...row,
      truth: packageStates.find(({ name }) => name === row.state)!.truth,
    }));
    expect(packages.filter(({ truth, argo, flux }) => isWrong(truth, argo) || isWrong(truth, flux))).toEqual([]);
  });

  it.each([
    { truth: 'ready', argo: 'Healthy', flux: ['Current'] },
    { truth: 'stopped', argo: 'Degraded', flux: ['Failed'] },
    { truth: 'paused', argo: 'Suspended', flux: ['InProgress'] },
    { truth: 'ready and paused', argo: 'Suspended', flux: ['Current'] },
    { truth: 'waits', argo: 'Progressing', flux: ['InProgress', 'Unknown'] },
  ])('call what is $truth $argo in Argo CD, and $flux in Flux', ({ truth, argo, flux }) => {
    const rows = recorded.claims.filter(({ state }) => truthOf(state) === truth && !state.includes('handed to the XR'));
    expect(rows.length).toBeGreaterThan(0);
    expect([...new Set(rows.map((row) => row.argo))]).toEqual([argo]);
    expect([...new Set(rows.map((row) => row.flux))].toSorted()).toEqual(flux);
  });
});

describe('the parts of a claim', () => {
  it('are in Objects only where they are beside a shared broker', () => {
    const hidden = cells.filter(({ key, kind, target }) => {
      const environment = facts(usualEnvironment(target));
      const { objects } = readyClaim({ kind, target, environment, spec: exampleSpec(key) });
      return [...objects.values()].some((object) => object.kind === 'Object');
    });
    expect(hidden.map(({ kind, target }) => `${kind} on ${target}`)).toEqual([
      'PubSub on local',
      'PubSub on incluster',
    ]);
  });
});
