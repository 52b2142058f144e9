import { describe, expect, test } from 'vitest';
import { api, object, oneOf, type Schema } from '../schema/index.ts';
import { widget } from '../testing/widget.ts';
import { composedApi } from './index.ts';
import { ready } from './readiness.ts';

const Widget = composedApi(widget);
const fence = <P extends Schema>(place: P) =>
  api({
    kind: 'Fence',
    description: 'A fence.',
    targets: ['local'],
    spec: object({ place }),
    recorded: object({}),
    status: object({}),
    secret: {},
  });
const isReady = { type: 'Ready', status: 'True' };
const waiting = {
  type: 'Provisioned',
  status: 'False',
  reason: 'NotReady',
  message: 'Widget x is not ready: it waits.',
};

describe('an API that another one composes', () => {
  test('is of the platform’s group, and may be misspelt no more than a claim', () => {
    const { apiVersion, kind, plural, namespaced } = Widget;
    expect({ apiVersion, kind, plural, namespaced }).toEqual({
      apiVersion: '/v1alpha1',
      kind: 'Widget',
      plural: 'widgets',
      namespaced: true,
    });
    // @ts-expect-error the claim has no such field
    expect(Widget({ spec: { sice: 'small' } }).desired).toEqual({ spec: { sice: 'small' } });
  });

  test('has the immutable fields that its rules say', () => {
    const rules = [{ rule: 'self == oldSelf', message: 'it stays' }];
    expect(composedApi(fence(oneOf('Where.', ['here', 'there'], { rules }))).immutable).toEqual(['spec.place']);
    expect(composedApi(fence(oneOf('Where.', ['here', 'there']))).immutable).toEqual([]);
  });

  test.each([
    { conditions: undefined, verdict: ready.starting, reason: 'nobody has looked at it' },
    { conditions: [isReady], verdict: true, reason: 'it says so' },
    {
      conditions: [{ ...isReady, status: 'False' }, waiting],
      verdict: 'Widget x is not ready: it waits',
      reason: 'it says why',
    },
    {
      conditions: [
        { ...isReady, status: 'False' },
        { ...waiting, reason: 'Progressing' },
      ],
      verdict: ready.starting,
      reason: 'its message changes with every part, and nobody has to act on it',
    },
    { conditions: [{ ...isReady, status: 'False' }], verdict: 'Ready is False', reason: 'it does not say why' },
  ])('is ready or not as it says: $reason', ({ conditions, verdict }) => {
    expect(Widget.ready({ spec: {}, ...(conditions && { status: { conditions } }) } as never)).toBe(verdict);
  });
});
