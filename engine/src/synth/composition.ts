/** The cdk8s construct for Crossplane's Composition: the pipeline of an API on one target. */
import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { UserError } from '../errors.ts';
import { type AnyApi, xrKind } from '../schema/index.ts';
import { compositionName } from '../schema/flavour.ts';
import type { PlatformContext } from './context.ts';
import { rightsRequirement } from './rights.ts';
import { xrdFlavour } from './xrd.ts';

/** One step of a pipeline (https://docs.crossplane.io/latest/api/). */
export interface PipelineStep {
  /** Unique in the pipeline. */
  readonly step: string;
  readonly functionRef: { readonly name: string };
  readonly input?: { readonly apiVersion: string; readonly kind: string; readonly [field: string]: unknown };
  readonly requirements?: {
    readonly requiredResources?: readonly {
      readonly requirementName: string;
      readonly apiVersion: string;
      readonly kind: string;
      readonly namespace?: string;
      readonly name?: string;
      readonly matchLabels?: Readonly<Record<string, string>>;
    }[];
  };
  readonly credentials?: readonly {
    readonly name: string;
    readonly source: 'Secret';
    readonly secretRef: { readonly namespace: string; readonly name: string };
  }[];
}

/** The arguments of a composition in compositions/, which is called once for each package and target. */
export interface CompositionProps<A extends AnyApi = AnyApi> {
  readonly target: A['targets'][number];
  readonly context: PlatformContext;
}

/**
 * The APIs with steps of their own: an entry makes the Composition of its API on one target, in ordinary cdk8s code.
 * For an API without an entry, the engine makes a Composition that calls the platform's function alone.
 */
export type Compositions<Apis extends Readonly<Record<string, AnyApi>>> = {
  readonly [Key in keyof Apis]?: (scope: Construct, props: CompositionProps<Apis[Key]>) => void;
};

/** A Composition with a step that calls the platform's function; `before` and `after` add further steps. */
export class Composition extends ApiObject {
  readonly #steps: { before: PipelineStep[]; functionStep: PipelineStep; after: PipelineStep[] };

  constructor(scope: Construct, id: string, { api, target, context }: CompositionProps & { readonly api: AnyApi }) {
    if (!api.targets.includes(target)) {
      throw new UserError(`${api.kind} has no target ${target}`, { hint: `its targets are ${api.targets.join(', ')}` });
    }
    super(scope, id, {
      apiVersion: 'apiextensions.crossplane.io/v1',
      kind: 'Composition',
      metadata: { name: compositionName(api, target), labels: labels(target, context) },
      spec: {
        compositeTypeRef: {
          apiVersion: `${context.group}/${api.version}`,
          kind: xrKind(api, xrdFlavour(api, context.flavour)),
        },
        mode: 'Pipeline',
        pipeline: Lazy.any({ produce: () => this.#pipeline() }),
      },
    });
    this.#steps = { before: [], functionStep: platformStep(target, context), after: [] };
  }

  /** Adds a step that runs before the platform's function, after earlier `before` steps. */
  before(step: PipelineStep): this {
    this.#refuseTaken(step);
    this.#steps.before.push(step);
    return this;
  }

  /** Adds a step that runs after the platform's function, after earlier `after` steps. */
  after(step: PipelineStep): this {
    this.#refuseTaken(step);
    this.#steps.after.push(step);
    return this;
  }

  #pipeline(): PipelineStep[] {
    const { before, functionStep, after } = this.#steps;
    return [...before, functionStep, ...after];
  }

  #refuseTaken({ step }: PipelineStep): void {
    if (this.#pipeline().some((other) => other.step === step)) {
      throw new UserError(`Composition ${this.name} has a step named ${step} already`, {
        hint: 'use a different name for every step of a pipeline',
      });
    }
  }
}

/** The labels of a Composition. Crossplane copies them to its revisions, so that an XR can select the revisions of a version. */
function labels(target: string, { platform, version }: PlatformContext): Record<string, string> {
  return {
    'planesmith.dev/platform': platform,
    'planesmith.dev/target': target,
    'planesmith.dev/version': version,
  };
}

/** The step that calls the function. EnvironmentConfig and rights are static requirements, so that the first call can report their absence. */
function platformStep(target: string, context: PlatformContext): PipelineStep {
  const { platform, version, functionName } = context;
  return {
    step: 'compose',
    functionRef: { name: functionName },
    input: { apiVersion: 'planesmith.dev/v1alpha1', kind: 'Input', target, platform, platformVersion: version },
    requirements: {
      requiredResources: [
        {
          requirementName: 'environment',
          apiVersion: 'apiextensions.crossplane.io/v1beta1',
          kind: 'EnvironmentConfig',
          name: platform,
        },
        rightsRequirement(target, context),
      ],
    },
  };
}
