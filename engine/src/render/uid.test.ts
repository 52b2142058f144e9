import { expect, it } from 'vitest';
import { uidOf } from './uid.ts';

it('is a version 5 UUID that depends on kind, namespace and name only', () => {
  const of = (name: string, namespace?: string) =>
    uidOf({ apiVersion: 'example.org/v1', kind: 'Widget', metadata: { name, ...(namespace && { namespace }) } });
  expect(of('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set([of('a'), of('b'), of('a', 'x'), of('a', 'y')]).size).toBe(4);
  expect(of('a', 'x')).toBe(of('a', 'x'));
});
