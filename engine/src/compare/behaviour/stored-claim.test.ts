import { expect, it } from 'vitest';
import { withoutGone } from './stored-claim.ts';

const xrWith = (spec: object) => ({
  xr: { apiVersion: 'toys.example.org/v1alpha1', kind: 'Widget', metadata: { name: 'big' }, spec },
  composed: [],
  unready: [],
});
const claimWith = (spec: object) => xrWith(spec).xr;

it.each([
  {
    reason: 'a field that the file had, and has no more, goes wherever it stands',
    old: { cut: { teeth: 20, deep: true }, size: 'large' },
    now: { cut: { deep: true }, teeth: 20 },
    stored: { cut: { teeth: 20, deep: true, angle: 3 }, size: 'large', colour: 'red' },
    left: { cut: { deep: true, angle: 3 }, colour: 'red' },
  },
  {
    reason: 'what the API server filled in stays',
    old: { cut: {} },
    now: { cut: {} },
    stored: { cut: { teeth: 10 }, size: 'small' },
    left: { cut: { teeth: 10 }, size: 'small' },
  },
  {
    reason: 'a field of another form is taken as a whole from the file later',
    old: { cut: { teeth: 20 } },
    now: { cut: 20 },
    stored: { cut: { teeth: 20 } },
    left: { cut: { teeth: 20 } },
  },
])('of what is stored, $reason', ({ old, now, stored, left }) => {
  expect(withoutGone(xrWith(stored), claimWith(old), claimWith(now))).toEqual(xrWith(left));
});
