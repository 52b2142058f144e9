/** The expected costs come from the API server's own estimator, for the same schema. */
import { describe, expect, it } from 'vitest';
import { array, integer, listMap, map, object, oneOf, optional, string, type Rule } from '../index.ts';
import { compileRules } from './rules.ts';

const d = 'Description.';
const widget = (rule: Rule) =>
  object(
    {
      n: integer(d),
      s: string(d, { maxLength: 40 }),
      e: oneOf(d, ['a', 'bcd']),
      l: array(d, string(d, { maxLength: 10 }), { maxItems: 17 }),
      big: array(d, string(d, { maxLength: 100 }), { maxItems: 1000 }),
      m: map(d, integer(d), { maxProperties: 12 }),
      lm: listMap(d, ['k'], object({ k: string(d, { maxLength: 5 }), v: optional(integer(d)) }, { description: d }), {
        maxItems: 9,
      }),
    },
    { rules: [rule] },
  );

const costOf = (rule: Rule) => {
  const [program] = compileRules(widget(rule)).programs;
  return program !== undefined && 'cost' in program ? { rule: program.cost, message: program.messageCost } : undefined;
};

describe('the cost of a rule', () => {
  it.each([
    ['self.n > 0', 3],
    ['has(self.n)', 1],
    ["self.s == 'abc'", 3],
    ['self.e == self.s', 5],
    ["self.s.matches('^[a-z]+$')", 36],
    ['self.l.all(x, x.size() > 2)', 105],
    ['self.l.exists(x, x == self.s)', 190],
    ["self.lm.map(i, i.k).exists_one(k, k == 'a')", 168],
    ["self.l.filter(x, x != '').size() < 3", 253],
    ['self.big.all(x, self.big.exists(y, x == y))', 46006003],
    ['self.m.all(k, self.m[k] > 0)', 99],
    ['self.s in self.l', 21],
    ['self.l.isSorted()', 87],
    ["self.s.replace('a', 'bb').contains(self.e)", 68],
    ["quantity(self.s).isLessThan(quantity('1Gi'))", 20],
    ['cidr(self.s).containsIP(self.e)', 25],
    ["sets.contains(self.l, ['a'])", 30],
    ['self.n > 1 ? self.s.startsWith(self.e) : self.l.size() > 0', 8],
    ['self.lm.all(i, has(i.v) && i.v > oldSelf.n)', 84],
    ['format.dns1123Label().validate(self.s).hasValue()', 516],
  ])('%s is %d', (rule, cost) => {
    expect(costOf({ rule, message: 'm' })?.rule).toBe(cost);
  });
});

describe('the cost of a message', () => {
  it.each([
    ["'a' + self.s", 19],
    ["self.l.join(', ')", 74],
    ["'a' + string(self.n)", Infinity],
    ["'%d'.format([self.n])", 13],
    ['self.l[0] + self.e', 10],
  ])('%s is %d', (messageExpression, cost) => {
    expect(costOf({ rule: 'self.n > 0', message: 'm', messageExpression })?.message).toBe(cost);
  });
});
