import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../errors.ts';
import { integer, object, oneOf, optional, set, string } from '../../schema/index.ts';
import { dev } from '../../testing/widget-request.ts';
import { environment } from '../../testing/widget.ts';
import { environmentReader } from './environment.ts';
import { inOrder, isSame } from './in-order.ts';

const fetched = (data: object) => ({ items: [{ resource: { data }, connectionDetails: {}, ready: 0 as const }] });

describe('an environment', () => {
  test('has its defaults, and is the same object for the same facts in any order', () => {
    const read = environmentReader(environment, 'Widget');
    const first = read(fetched({ name: 'dev', version: '1' }), 'toys');
    expect(first).toEqual({ name: 'dev', version: '1', tier: 'dev', maxTeeth: 100 });
    expect(read(fetched({ version: '1', name: 'dev' }), 'toys')).toBe(first);
  });

  test('is the same object again if a few are read in turn', () => {
    const read = environmentReader(environment, 'Widget');
    const all = ['dev', 'stage', 'prod'].map((name) => fetched({ ...dev, name }));
    const first = all.map((each) => read(structuredClone(each), 'toys'));
    expect(first.map(({ name }) => name)).toEqual(['dev', 'stage', 'prod']);
    for (const [index, each] of all.entries()) expect(read(structuredClone(each), 'toys')).toBe(first[index]);
  });

  test('is read anew when a fact changes, also to what cannot be used', () => {
    const read = environmentReader(environment, 'Widget');
    read(fetched(dev), 'toys');
    expect(read(fetched({ ...dev, version: '2' }), 'toys')).toMatchObject({ version: '2' });
    expect(() => read(fetched({ ...dev, version: 2 }), 'toys')).toThrow(UserError);
    expect(read(fetched(dev), 'toys')).toMatchObject({ version: '1' });
  });

  test('is not refused for a section that only other APIs need', () => {
    const broken = { ...dev, cloud: { region: 1 } };
    expect(() => environmentReader(environment, 'Widget')(fetched(broken), 'toys')).toThrow('cloud.region');
    const read = environmentReader(environment, 'Widget', ['cloud']);
    expect(read(fetched(broken), 'toys')).not.toHaveProperty('cloud');
    expect(read(fetched(dev), 'toys')).toHaveProperty('cloud', dev.cloud);
  });

  const offer = object({
    name: string('Its id.', { maxLength: 63 }),
    shop: optional(
      object(
        {
          versions: set('The versions.', oneOf('A version.', ['1', '2']), { minItems: 1, maxItems: 2 }),
          usual: oneOf('The usual version.', ['1', '2']),
        },
        { description: 'Offers.', rules: [{ rule: 'self.usual in self.versions', message: 'it is offered' }] },
      ),
    ),
  });
  const offers = [
    { reason: 'the first of a list', versions: ['0', '1'], expected: ['1'] },
    { reason: 'more than the platform has', versions: ['1', '2', '3'], expected: ['1', '2'] },
    { reason: 'of another type', versions: ['1', 2], says: 'data.shop.versions[1]: Invalid value' },
    { reason: 'all of a list', versions: ['0'], says: 'data.shop.versions: Invalid value: 0' },
    { reason: 'what it also presets', versions: ['0', '1'], usual: '0', says: 'data.shop.usual: Unsupported value' },
  ];
  test.each(offers)(
    'may offer what this release does not know: $reason',
    ({ versions, usual = '1', expected, says }) => {
      const read = () =>
        environmentReader(offer, 'Widget')(fetched({ name: 'dev', shop: { versions, usual } }), 'toys');
      if (says === undefined) expect(read()).toMatchObject({ shop: { versions: expected } });
      else expect(read).toThrow(says);
    },
  );

  test('is reported with its mistake, and nothing else', () => {
    const rules = [{ rule: "self.name != ''", message: 'a name is not empty' }];
    const limits = object({ storageGB: integer('The most.') }, { description: 'Limits.' });
    const ruled = object({ name: string('Its id.', { maxLength: 63 }), limits }, { rules });
    const read = environmentReader(ruled, 'Widget');
    expect(() => read(fetched({ name: 'dev', limits: { storageGB: 'many' } }), 'toys')).toThrow(
      /^EnvironmentConfig toys lacks facts that Widget needs: data\.limits\.storageGB: [^;]*"string"[^;]*; the platform team must complete it$/,
    );
  });

  test('cannot be changed by a function, or the next claim would see it', () => {
    const { cloud } = environmentReader(environment, 'Widget')(fetched(dev), 'toys') as unknown as {
      cloud: { region: string };
    };
    expect(() => (cloud.region = 'mars')).toThrow(TypeError);
  });
});

test('two values are the same exactly when they are written the same, with keys in order', () => {
  const small = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(
      fc.oneof(
        small,
        small.map((value) => [value, value]),
      ),
      small,
      (a, b) => {
        expect(isSame(a, structuredClone(a))).toBe(true);
        expect(isSame(a, b)).toBe(JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b)));
      },
    ),
  );
});
