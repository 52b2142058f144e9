/** CEL expressions that are true in the API server's own CEL. */
import { describe, expect, it } from 'vitest';
import { array, check, object, string } from '../../index.ts';

/** Whether the expression is true of a widget with the list `['a', 'b']`. */
function holds(expression: string): boolean {
  const list = array('L.', string('S.', { maxLength: 9 }), { maxItems: 9 });
  const schema = object({ list }, { rules: [{ rule: expression, message: 'does not hold' }] });
  return check(schema, { list: ['a', 'b'] }).length === 0;
}

describe('an expression that holds', () => {
  it.each([
    ["'a😀b'.charAt(1) == '😀'", 'by character'],
    ["'a😀b'.substring(1, 2) == '😀'", 'by character'],
    ["'abcabc'.indexOf('b', 2) == 4 && 'abc'.indexOf('', 2) == 2 && 'abc'.indexOf('z') == -1", 'indexOf'],
    ["'abcabc'.lastIndexOf('b') == 4 && 'abcabc'.lastIndexOf('b', 3) == 1", 'lastIndexOf'],
    ["'aaa'.replace('a', 'b', 2) == 'bba' && 'ab'.replace('', '-') == '-a-b-'", 'replace'],
    ["'a,b,c'.split(',', 2) == ['a', 'b,c'] && 'ab'.split('') == ['a', 'b']", 'split'],
    ["self.list.join('-') == 'a-b' && self.list.max() == 'b'", 'join'],
    ["'ÄbC'.lowerAscii() == 'Äbc' && 'ÄbC'.upperAscii() == 'ÄBC'", 'ASCII only'],
    ["' \\t a\\n'.trim() == 'a'", 'trim'],
    ['strings.quote(\'a"\\n\') == \'"a\\\\"\\\\n"\'', 'quote'],
    ["'%s is %d'.format(['x', 3]) == 'x is 3'", 'format'],
    ["'abc'.matches('^a.c$') && matches('abc', 'b')", 'matches as method and function'],
    ["'abc 123'.find('[0-9]+') == '123' && 'abc'.find('x') == ''", 'find'],
    ["'123 abc 456'.findAll('[0-9]+', 1) == ['123'] && 'bab'.findAll('b*').size() == 2", 'findAll'],
    ['[1, 2, 2].isSorted() && ![2, 1].isSorted()', 'isSorted'],
    ['[1, 3].sum() == 4 && [1.5].sum() == 1.5 && [3, 1].min() == 1 && [1, 3].max() == 3', 'sum, min, max'],
    ['[1, 2, 2].indexOf(2) == 1 && [1, 2, 2].lastIndexOf(2) == 2', 'indexOf on lists'],
    ['sets.contains([1, 2], [2]) && sets.equivalent([1, 2], [2, 1, 1]) && !sets.intersects([1], [2])', 'sets'],
    [
      "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('200M').compareTo(quantity('0.2G')) == 0",
      'quantities',
    ],
    ["quantity('50k').add(20).sub(quantity('20')).asInteger() == 50000", 'arithmetic of quantities'],
    [
      "!quantity('1500m').isInteger() && !isQuantity('1,5') && sign(quantity('-1')) == -1",
      'quantities that are no integers',
    ],
    ["isURL('/x') && !isURL('x') && url('https://[::1]:80/a b?k=1&k=2').getHostname() == '::1'", 'URLs'],
    [
      "url('https://h:80/a b?k=1&k=2').getQuery()['k'] == ['1', '2'] && url('https://h/a b').getEscapedPath() == '/a%20b'",
      'parts of URLs',
    ],
    ["ip('::1').family() == 6 && ip('127.0.0.1').isLoopback() && !isIP('010.0.0.1')", 'addresses'],
    ["ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')", 'canonical addresses'],
    ["ip('fe80::1').isLinkLocalUnicast() && !ip('255.255.255.255').isGlobalUnicast()", 'special addresses'],
    ["cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", 'ranges'],
    ["cidr('10.1.2.3/16').masked() == cidr('10.1.0.0/16') && string(cidr('10.1.2.3/16').ip()) == '10.1.2.3'", 'masks'],
    ["!format.dns1123Label().validate('a-b').hasValue() && !format.named('nope').hasValue()", 'named formats'],
    ["timestamp('2024-03-01T00:00:00Z') - timestamp('2024-02-28T00:00:00Z') == duration('48h')", 'time'],
    ["timestamp('2024-12-31T00:00:00Z').getDayOfYear() == 365 && duration('90m').getHours() == 1", 'parts of time'],
    ["string(1.0) == '1' && string(0.00001) == '1e-05' && int('-5') == -5 && double('1e3') == 1000.0", 'conversions'],
    ['dyn(1) == 1.0 && 1 < 1.5', 'numbers of different types'],
    ["{'a': [1]} == {'a': [1]} && [[1], [2]] != [[2], [1]]", 'deep equality'],
    ["[1, 2].exists_one(x, x == 2) && [1, 2].map(x, x > 1, x * 2) == [4] && {'a': 1}.all(k, k == 'a')", 'macros'],
    ['optional.of(1).orValue(2) == 1 && [1][?5].orValue(7) == 7', 'optionals'],
  ])('%s (%s)', (expression) => {
    expect(holds(expression)).toBe(true);
  });

  it('can also fail', () => {
    expect(holds("'a' == 'b'")).toBe(false);
  });
});

describe('the time that an expression takes', () => {
  it.each([
    ["self.text.matches('^([a-z ]+-?)+$')", 'a', 'a repetition within a repetition'],
    ["self.text.find('(a|aa)+$') == 'a'", 'a', 'choices that overlap'],
    ["self.text.trim() == ''", ' ', 'spaces within the text'],
    ["duration(self.text) == duration('1s')", '0', 'digits without a unit'],
    ['double(self.text) == 1.0', '0', 'digits that are no number'],
  ])('grows with the text only: %s', (rule, part) => {
    const text = string('S.', { maxLength: 400_001 });
    const schema = object({ text }, { rules: [{ rule, message: 'does not hold' }] });
    expect(check(schema, { text: `${part.repeat(400_000)}!` })).toHaveLength(1);
  });
});
