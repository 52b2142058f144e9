/** The steps of a Composition, and the calls of their functions. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { UserError } from '../errors.ts';
import type { KubernetesObject } from './object.ts';
import type { Selector } from './store.ts';

/** A step of a Composition. */
export interface Step {
  readonly step: string;
  readonly functionRef?: { readonly name: string };
  readonly input?: RunFunctionRequest['input'];
  readonly requirements?: {
    readonly requiredResources?: readonly (Omit<Selector, 'matchName' | 'matchLabels'> & {
      readonly requirementName: string;
      readonly name?: string;
      readonly matchLabels?: Readonly<Record<string, string>>;
    })[];
    readonly requiredSchemas?: readonly { readonly requirementName: string }[];
  };
  readonly credentials?: readonly {
    readonly name: string;
    readonly secretRef: { readonly namespace: string; readonly name: string };
  }[];
}

/** A request to the function of a step. */
export interface StepCall {
  readonly step: Step;
  readonly request: RunFunctionRequest;
}

/** A run of a pipeline, which asks for the response to each call. */
export type Run<T> = Generator<StepCall, T, RunFunctionResponse>;

/** Whether a step calls the platform's function, which is the only one that reads such an input. */
export function isOwn({ input }: Step): boolean {
  return String(input?.['apiVersion']).startsWith('planesmith.dev/');
}

/** The steps of a Composition. Throws a `UserError` if none of them is the platform's own. */
export function stepsOf({ spec, metadata }: KubernetesObject): readonly Step[] {
  const { pipeline = [] } = (spec ?? {}) as { pipeline?: readonly Step[] };
  if (pipeline.some(isOwn)) return pipeline;
  throw new UserError(`Composition ${metadata.name} has no step that calls the platform's function`, {
    hint: 'make it with `new Composition(scope, id, { api, ...props })`',
  });
}
