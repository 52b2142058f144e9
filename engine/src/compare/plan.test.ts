import { describe, expect, it } from 'vitest';
import { rulesOfExisting } from './behaviour/rules.ts';
import { finding } from './finding.ts';
import { plannedKinds, planOf } from './plan.ts';
import { planMarkdown, planText } from './report/plan.ts';

const ruleOf = (id: string) => {
  const rule = rulesOfExisting.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  return rule;
};
const found = (id: string, place: string, claims: readonly string[], message = 'it changes') =>
  finding(ruleOf(id), { place, message, claims });
const many = (team: string, count: number) => Array.from({ length: count }, (_, index) => `${team}/c${index + 10}`);
const where = (claims: number) => ({ claims, targets: ['local'], environment: 'dev', unserved: [] });

describe('a plan', () => {
  it.each(rulesOfExisting.map(({ id }) => id))('has a place for %s', (id) => {
    const { groups, changed } = planOf([found(id, 'Widget on local: gear', ['team-a/big'])], where(3));
    expect(groups.map(({ findings }) => findings.length)).toEqual([1]);
    expect(changed).toBe(1);
  });

  it('names the worst first, and what hits most claims first', () => {
    const { groups, changed } = planOf(
      [
        found('object-added', 'Widget on local: a', ['team-a/big']),
        found('object-changed', 'Widget on local: b', ['team-a/big']),
        found('object-changed', 'Widget on local: c', ['team-a/big', 'team-b/big']),
        found('object-deleted', 'Gadget on local: d', ['team-a/big']),
      ],
      where(10),
    );
    expect(groups.map(({ kind, findings }) => [kind, ...findings.map(({ place }) => place.at(-1))])).toEqual([
      ['deleted', 'd'],
      ['changed', 'c', 'b'],
      ['added', 'a'],
    ]);
    // The Widgets of two teams, and a Gadget of the same name.
    expect(changed).toBe(3);
  });

  it('fails for the kinds that are named alone', () => {
    const findings = [found('object-changed', 'Widget on local: b', ['team-a/big'])];
    expect(
      [plannedKinds, ['changed'] as const, [], undefined].map((kinds) => planOf(findings, where(1), kinds).fails),
    ).toEqual([true, true, false, false]);
  });
});

describe('the report of a plan', () => {
  const claims = [
    ...many('team-a', 7),
    ...Array.from({ length: 9 }, (_, index) => `team-${index + 1}/orders`),
    'alone',
  ];
  const text = planText(planOf([found('object-deleted', 'Widget on local: gear', claims)], where(20)));

  it('counts the claims and teams that nobody would read', () => {
    expect(text).toEqual([
      'plan: 17 of 20 claims change, and not all of it is harmless',
      'on local, in the environment dev',
      '',
      'is deleted (data goes with it, unless its policies keep it):',
      '  Widget on local: gear: it changes',
      '    alone',
      ...Array.from({ length: 7 }, (_, index) => `    team-${index + 1}: orders`),
      '    9 claims of 3 other teams',
    ]);
  });

  it.each([
    { reason: 'all are served', targets: ['local'], unserved: [], says: 'on local, in the environment dev' },
    {
      reason: 'one is refused today',
      targets: ['aws', 'local'],
      unserved: ['Widget a/b: no'],
      says: 'on aws and local, in the environment dev; 1 claim is refused there today, so nothing of it can change: Widget a/b: no',
    },
    {
      reason: 'several are refused today',
      targets: ['aws', 'gcp', 'local'],
      unserved: ['Widget a/b: no', 'Widget a/c: no'],
      says: 'on aws, gcp and local, in the environment dev; 2 claims are refused there today, so nothing of them can change, such as Widget a/b: no',
    },
  ])('says where it is true if $reason', ({ says, ...place }) => {
    const plan = planOf([], { claims: 3, environment: 'dev', ...place });
    expect(planText(plan)).toEqual(['plan: nothing changes for any of 3 claims', says]);
    expect(planMarkdown(plan)).toContain('in the environment dev');
    expect(planMarkdown(plan).includes('refused there today')).toBe(place.unserved.length > 0);
  });

  it('is a comment in which nobody is called, and that fits', () => {
    const long = Array.from({ length: 300 }, (_, index) =>
      found(
        'object-deleted',
        `Widget on local: gear-${index}`,
        many('team-a', 50),
        `@someone <b>${'x'.repeat(300)}</b>`,
      ),
    );
    const comment = planMarkdown(planOf(long, where(50)));
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).not.toMatch(/@someone|<b>/);
    expect(comment).toMatch(/… and \d+ more, which `planesmith plan` prints/);
  });
});
