/** The names that keys of other types than text get in JSON: https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/yaml.go */
import type { ScalarNode } from './nodes.ts';
import { integerOf, scalarValue } from './scalar-value.ts';

/** Returns the name that a key gets; undefined if it can have none. */
export function keyText(node: ScalarNode): string | undefined {
  const key = scalarValue(node);
  if (key === null) return undefined;
  if (typeof key !== 'number') return String(key);
  const integer = node.tag.endsWith(':float') ? undefined : integerOf(node.text);
  if (integer === undefined) return float32Text(key);
  // Go reads these without a sign bit, for which the JSON of a key has no case.
  return integer >= 2n ** 63n ? undefined : String(integer);
}

/** As Go's FormatFloat writes a number with the digits of a float of 32 bits, and an exponent outside 1e-4 to 1e6. */
function float32Text(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  let digits = single.toExponential();
  for (let length = 0; length < 9; length += 1) {
    digits = single.toExponential(length);
    if (Math.fround(Number(digits)) === single) break;
  }
  const [mantissa = '', exponent = '0'] = digits.split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 6) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  return Object.is(single, -0) ? '-0' : plainText(mantissa, power);
}

function plainText(mantissa: string, power: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const figures = mantissa.replace(/[-.]/g, '');
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${figures}`;
  const whole = figures.slice(0, power + 1).padEnd(power + 1, '0');
  const rest = figures.slice(power + 1);
  return sign + (rest === '' ? whole : `${whole}.${rest}`);
}
