import { describe, expect, test } from 'vitest';
import { policies } from './policies.ts';

interface Policy {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly failurePolicy?: string;
    readonly policyName?: string;
    readonly matchConditions?: readonly { readonly name: string }[];
    readonly matchConstraints?: { readonly resourceRules: readonly { readonly apiGroups: readonly string[] }[] };
  };
}

describe('the policies of a platform', () => {
  const all = policies('toys', 'toys.example.org') as Policy[];
  const own = all.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');

  test('are each bound, since a policy without a binding refuses nothing', () => {
    const bound = all.flatMap(({ kind, spec }) =>
      kind === 'ValidatingAdmissionPolicyBinding' ? [spec.policyName] : [],
    );
    expect(bound).toEqual(own.map(({ metadata }) => metadata.name));
    expect(bound).toEqual(['toys-retain', 'toys-status', 'toys-composition']);
  });

  test.each(own)('$metadata.name concerns the platform’s group alone, and lets Crossplane through', ({ spec }) => {
    expect(spec.failurePolicy).toBe('Fail');
    expect(spec.matchConstraints?.resourceRules.map(({ apiGroups }) => apiGroups)).toEqual([['toys.example.org']]);
    expect(spec.matchConditions?.map(({ name }) => name)).toContain('not-crossplane');
  });
});
