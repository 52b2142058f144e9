import { describe, expect, expectTypeOf, it } from 'vitest';
import { check, defaulted, extended, integer, object, optional, type Output, string } from './index.ts';

const base = object(
  {
    name: string('Its name.', { maxLength: 9 }),
    doors: defaulted(integer('How many doors.'), 1),
    shop: optional(string('Its shop.', { maxLength: 9 })),
    shopping: optional(string('Its shopping.', { maxLength: 9 })),
  },
  {
    description: 'A house.',
    rules: [
      { rule: "!has(self.shop) || self.name != 'a'", message: 'a has no shop' },
      { rule: "self.?shop.orValue('') != 'c'", message: 'no shop is c' },
      { rule: "!has(self.shopping) || self.name != 'b'", message: 'b has no shopping' },
    ],
  },
);

describe('an extended schema', () => {
  it('has the fields of the first one in their places, replaced ones too, and new ones behind them', () => {
    const schema = extended(base, {
      fields: { lift: string('Its lift.', { maxLength: 9 }), doors: string('Its doors.', { maxLength: 9 }) },
    });
    expect(Object.keys((schema as unknown as { fields: object }).fields)).toEqual([
      'name',
      'doors',
      'shop',
      'shopping',
      'lift',
    ]);
    expect(schema.description).toBe('A house.');
    expect(check(schema, { name: 'a', doors: 'two', lift: 'a' })).toEqual([]);
    expectTypeOf<Output<typeof schema>>().toEqualTypeOf<{
      name: string;
      doors: string;
      lift: string;
      shop?: string;
      shopping?: string;
    }>();
  });

  it('lacks the fields that are left out, and rules that read one of them, and has further rules', () => {
    const rules = [{ rule: 'self.doors > 1', message: 'it needs two doors' }];
    const schema = extended(base, { without: ['shop'], rules });
    expect(check(schema, { name: 'a', doors: 2, shop: 'b' })).toMatchObject([{ path: 'shop' }]);
    expect(schema.rules.map(({ message }) => message)).toEqual(['b has no shopping', 'it needs two doors']);
    expectTypeOf<Output<typeof schema>>().not.toHaveProperty('shop');
  });

  it('is refused if a field to leave out is not there, or is one that code counts on', () => {
    // @ts-expect-error there is no such field
    expect(() => extended(base, { without: ['shap'] })).toThrow(
      'there is no field shap to leave out, did you mean shop?',
    );
    for (const name of ['name', 'doors'] as const) {
      // @ts-expect-error it is not optional
      expect(() => extended(base, { without: [name] })).toThrow(`the field ${name} cannot be left out`);
    }
  });
});
