import { check, xrSchema } from 'planesmith/schema';
import { expect, it } from 'vitest';
import { fence } from '../../../apis/fence.ts';

it('a fence says whose pods it closes', () => {
  const claim = { apiVersion: 'platform.example.org/v1alpha1', kind: 'Fence', metadata: { name: 'a' }, spec: {} };
  expect(check(xrSchema(fence), claim).map(({ path }) => path)).toEqual(['spec.application']);
});
