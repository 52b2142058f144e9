/** The pointer of a cluster: one value of its file changes, and no other byte. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { withVersion } from './pointer.ts';

it.each([
  { text: 'version: 0.1.0\n', now: 'version: 0.2.0\n', reason: 'the only line' },
  {
    text: '# version: 0.1.0\nname: a # x\nversion:   0.1.0   # why\n',
    now: '# version: 0.1.0\nname: a # x\nversion:   0.2.0   # why\n',
    reason: 'comments stay',
  },
  {
    text: 'name: a\r\nversion: 0.1.0\r\nafter: b\r\n',
    now: 'name: a\r\nversion: 0.2.0\r\nafter: b\r\n',
    reason: 'line ends stay',
  },
  { text: 'version: "0.1.0-rc.1+x"', now: 'version: 0.2.0', reason: 'quotes go with the value' },
  { text: "version: '0.1.0'\n", now: 'version: 0.2.0\n', reason: 'so do single ones' },
  {
    text: '{name: a, version: 0.1.0, after: b}\n',
    now: '{name: a, version: 0.2.0, after: b}\n',
    reason: 'a map on one line',
  },
  {
    text: 'labels:\n  version: 0.1.0\nversion: 0.1.0\n',
    now: 'labels:\n  version: 0.1.0\nversion: 0.2.0\n',
    reason: 'an inner field is another one',
  },
])('changes in $text only the version: $reason', ({ text, now }) => {
  expect(withVersion(text, 'clusters/a.yaml', '0.2.0')).toBe(now);
});

it.each([
  { text: 'name: a\n', reason: 'there is none' },
  { text: 'version: &v 0.1.0\n', reason: 'an anchor would move another value along' },
  { text: 'channel: &v 0.1.0\nversion: *v\n', reason: 'it is that of another field' },
  { text: 'version: {a: b}\n', reason: 'it is no text' },
])('refuses $text: $reason', ({ text }) => {
  expect(() => withVersion(text, 'clusters/a.yaml', '0.2.0')).toThrow(UserError);
});

it('comes back to the same bytes', () => {
  const line = fc
    .stringMatching(/^[a-z]{1,8}: [a-z0-9. ]{1,12}( # [a-z: ]*)?$/)
    .filter((text) => !text.startsWith('version'));
  fc.assert(
    fc.property(
      fc.uniqueArray(line, { selector: (text) => text.split(':')[0], maxLength: 5 }),
      fc.nat(5),
      (lines, at) => {
        const text = lines.toSpliced(at, 0, 'version: 0.1.0 # the pointer').join('\n');
        expect(withVersion(withVersion(text, 'f', '12.0.0-rc.1'), 'f', '0.1.0')).toBe(text);
      },
    ),
  );
});
