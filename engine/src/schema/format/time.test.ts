import { expect, test } from 'vitest';
import { parseGoDuration } from './time.ts';

test.each<{ reason: string; text: string; nanoseconds: bigint | undefined }>([
  { reason: 'several units', text: '1h30m', nanoseconds: 5_400_000_000_000n },
  { reason: 'a fraction without an integer', text: '-.5s', nanoseconds: -500_000_000n },
  { reason: 'an integer without a fraction', text: '1.s', nanoseconds: 1_000_000_000n },
  { reason: 'nothing but a point', text: '.s', nanoseconds: undefined },
  { reason: 'zero without a unit', text: '+0', nanoseconds: 0n },
  { reason: 'one without a unit', text: '1', nanoseconds: undefined },
  { reason: 'nothing', text: '', nanoseconds: undefined },
  { reason: 'a sign alone', text: '-', nanoseconds: undefined },
  { reason: 'text behind it', text: '1s ', nanoseconds: undefined },
  { reason: 'the longest', text: '9223372036854775807ns', nanoseconds: 2n ** 63n - 1n },
  { reason: 'longer than the longest', text: '9223372036854775808ns', nanoseconds: undefined },
  { reason: 'the most negative', text: '-9223372036854775808ns', nanoseconds: -(2n ** 63n) },
  { reason: 'more digits than any duration has', text: `${'9'.repeat(2_000_000)}s`, nanoseconds: undefined },
  { reason: 'zeros in front', text: `${'0'.repeat(2_000_000)}1s`, nanoseconds: 1_000_000_000n },
  { reason: 'digits behind the last that counts', text: `0.5${'0'.repeat(2_000_000)}s`, nanoseconds: 500_000_000n },
  { reason: 'many parts', text: '1ns'.repeat(1_000_000), nanoseconds: 1_000_000n },
])('reads a duration of Go: $reason', ({ text, nanoseconds }) => {
  expect(parseGoDuration(text)).toBe(nanoseconds);
});
