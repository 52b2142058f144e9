/** Claims are settled with one call of the function in each pass: it answers as after all the calls that Crossplane makes. */
import { render } from 'planesmith/testing';
import { expect, test } from 'vitest';
import { cases } from '../cases/index.ts';
import { handler } from '../cases/platform.ts';
import { situationOf } from '../cases/situation.ts';

test('every golden case answers in one call what it answers after all calls, unless an object exists that it requires', async () => {
  const counts = { saved: 0, same: 0, more: 0 };
  for (const moment of cases) {
    const { xrd: _, ...cluster } = await situationOf(moment);
    const { calls: mostCalls, ...usual } = render({ ...cluster, handler });
    const { calls, ...short } = render({ ...cluster, handler, inOneCall: true });
    expect(short, moment.name).toEqual(usual);
    counts[calls < mostCalls ? 'saved' : calls === mostCalls ? 'same' : 'more'] += 1;
  }
  expect(counts.saved, 'most cases require objects that do not exist').toBeGreaterThan(cases.length / 2);
  expect(counts.more, 'some require objects that exist, such as an account').toBeGreaterThan(0);
});
