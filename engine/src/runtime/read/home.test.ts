import { expect, test } from 'vitest';
import { namespaceUID } from './home.ts';

const apiVersion = 'toys.example.org/v1alpha1';
const namespace = (...owners: readonly object[]) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'team-a', uid: 'n-1', ...(owners.length > 0 && { ownerReferences: owners as never }) },
});

test.each([
  {
    home: namespace({ apiVersion, controller: true }),
    wanted: 'n-1',
    reason: 'a claim of the platform made it',
  },
  {
    home: namespace({ apiVersion: 'toys.example.org/v1', controller: true }),
    wanted: 'n-1',
    reason: 'a claim of another version is one of the platform, too',
  },
  { home: namespace(), wanted: undefined, reason: 'nobody made it but an administrator' },
  {
    home: namespace({ apiVersion: 'toys.example.org.evil.com/v1', controller: true }),
    wanted: undefined,
    reason: 'another program made it',
  },
  { home: namespace({ apiVersion }), wanted: undefined, reason: 'the claim only uses it' },
  { home: null, wanted: undefined, reason: 'there is none' },
  { home: undefined, wanted: undefined, reason: 'Crossplane has not looked' },
])('the uid of a namespace is $wanted: $reason', ({ home, wanted }) => {
  expect(namespaceUID('toys.example.org', home)).toBe(wanted);
});
