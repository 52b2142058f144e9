/** The input of the Composition's step: its target, and the platform that built it. */
import { UserError } from '../../errors.ts';
import { check, object, oneOf, optional, set, string, type Output } from '../../schema/index.ts';
import { sentence } from './issues.ts';

const inputSchema = object({
  apiVersion: oneOf('The version of this input.', ['planesmith.dev/v1alpha1']),
  kind: oneOf('The kind of this input.', ['Input']),
  target: string('The target of the Composition.', { minLength: 1, maxLength: 63 }),
  targets: optional(
    set('The targets among which the environment may choose for a new claim.', string('A target.', { maxLength: 63 }), {
      minItems: 1,
      maxItems: 50,
    }),
  ),
  platform: string('The name of the platform and of its EnvironmentConfig.', { minLength: 1, maxLength: 63 }),
  platformVersion: string('The version of the platform.', { minLength: 1, maxLength: 63 }),
});

export type StepInput = Output<typeof inputSchema>;

/** The input, checked; throws a `UserError` that names every field that is wrong, missing or unknown. */
export function readInput(input: object | undefined): StepInput {
  if (input === undefined) {
    throw new UserError('the step of the Composition has no input; the Compositions that the platform builds have one');
  }
  const issues = check(inputSchema, input, { path: 'input' });
  if (issues.length > 0) throw new UserError(`the step of the Composition has an unusable input: ${sentence(issues)}`);
  return input as StepInput;
}
