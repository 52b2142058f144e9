import { expectTypeOf, test } from 'vitest';
import type { Read, Requirement, RequirementOfAll } from './reads.ts';
import type { Unstructured } from './unstructured.ts';

type All = readonly Unstructured[] | undefined;

test('what is read is an object or a list, by what was asked for', () => {
  expectTypeOf<Read<Requirement>>().toEqualTypeOf<Unstructured | undefined>();
  expectTypeOf<Read<Requirement | undefined>>().toEqualTypeOf<Unstructured | undefined>();
  expectTypeOf<Read<RequirementOfAll>>().toEqualTypeOf<All>();
  // Who does not say which of the two gets both.
  expectTypeOf<Read<Requirement | RequirementOfAll>>().toEqualTypeOf<Unstructured | All>();
});
