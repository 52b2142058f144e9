import { describe, expect, it } from 'vitest';
import type { StringFormat } from '../node.ts';
import { formats } from './formats.ts';

const cases: readonly [StringFormat, string, boolean, string][] = [
  ['byte', 'aGk=', true, 'padded base64'],
  ['byte', 'aGk', false, 'padding is not optional'],
  ['byte', 'a-_=', false, 'the URL alphabet is another one'],
  ['cidr', '10.0.0.0/8', true, 'an IPv4 range'],
  ['cidr', '010.0.0.0/08', true, 'leading zeros are allowed, for old objects'],
  ['cidr', '::/129', false, 'an IPv6 address has 128 bits'],
  ['date', '2024-02-29', true, 'a leap day'],
  ['date', '2023-02-29', false, 'no leap year'],
  ['date', '1900-02-29', false, 'centuries are no leap years'],
  ['date-time', '2024-01-01T00:00:00Z', true, 'RFC 3339'],
  ['date-time', '2024-01-01t00:00:00x5z', true, 'kube-openapi takes any character before a fraction'],
  ['date-time', '2024-01-01T24:00:00Z', false, 'there is no hour 24'],
  ['duration', '1h30m', true, 'Go'],
  ['duration', '5 minutes', true, 'with words'],
  ['duration', 'for about 3 days or so', true, 'anywhere in a text'],
  ['duration', '3 fortnights', false, 'an unknown unit'],
  ['hostname', 'db.example.org', true, 'a domain name'],
  ['hostname', 'a_b.org', false, 'underscores are for other records'],
  ['hostname', `${'a'.repeat(64)}.org`, false, 'a label has at most 63 bytes'],
  ['ipv4', '10.0.0.1', true, 'dotted'],
  ['ipv4', '::ffff:1.2.3.4', true, 'IPv4 in IPv6 has dots'],
  ['ipv4', '256.0.0.1', false, 'a byte ends at 255'],
  ['ipv6', '2001:db8::1', true, 'compressed'],
  ['ipv6', '1::2::3', false, 'compressed twice'],
  ['k8s-long-name', 'a.b-c', true, 'a subdomain'],
  ['k8s-short-name', 'a.b', false, 'no dots in a label'],
  ['mac', '00:00:5e:00:53:01', true, 'six bytes'],
  ['mac', '00:00-5e:00:53:01', false, 'one separator throughout'],
  ['uri', 'postgres://user:pw@db:5432/x?y=z', true, 'with every part'],
  ['uri', '/only/a/path', true, 'an absolute path is a request URI'],
  ['uri', 'example.org', false, 'neither a scheme nor a path'],
  ['uri', 'http://h/%zz', false, 'a broken escape'],
  ['uri', 'http://a:b:c/', false, 'http hosts have one colon at most'],
  ['uuid', '123e4567-E89B-12d3-a456-426614174000', true, 'in either case'],
  ['uuid', '{123e4567-e89b-12d3-a456-426614174000}', false, 'no braces'],
];

describe('the format', () => {
  it.each(cases)('%s accepts %j: %s (%s)', (format, text, isGood) => {
    expect(formats[format](text)).toBe(isGood);
  });
});

describe('the time that a format takes', () => {
  const parts = ['0', 'a', '.', '-', ':', '/', '%', ' ', '0.', 'a.', '0:', '0 ', 'a-', '1h', '[', 'é', '%41', '=='];
  const texts = parts.flatMap((part) =>
    ['', '+', '1', 'https://', '2026-01-01T00:00:00.'].flatMap((start) =>
      ['', '!'].map((end) => start + part.repeat(20_000 / part.length) + end),
    ),
  );

  it.each(['byte', 'hostname', 'k8s-long-name', 'duration'] as const)(
    '%s needs no stack for millions of characters',
    (name) => {
      for (const part of ['a.', 'AAAA', '0s'])
        expect(() => formats[name](`${part.repeat(7_800_000 / part.length)}!`)).not.toThrow();
    },
  );

  it.each(Object.keys(formats) as (keyof typeof formats)[])('%s grows with the text only', (name) => {
    for (const text of texts) formats[name](text);
  });
});
