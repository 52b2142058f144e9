/** The cdk8s construct for Crossplane's Composition: the pipeline of an API on one target. */
import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { UserError } from '../errors.ts';
import { type AnyApi, xrKind } from '../schema/index.ts';
import { compositionName, xrdFlavour } from '../schema/flavour.ts';
import { type Dependency, dependencyProblem } from '../xpkg/meta.ts';
import { channelLabel, channelOf } from './channel.ts';
import type { PlatformContext } from './context.ts';
import { functionName } from './function-name.ts';
import { rightsRequirement } from './rights.ts';

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

/** A step whose function somebody else wrote. */
export type StepOfOthers = Omit<PipelineStep, 'functionRef'> &
  (
    | {
        /** The package of the function, without a tag, and a version, a range of versions or a digest: Crossplane installs it with ours. */
        readonly function: Omit<Dependency, 'kind'>;
      }
    | {
        /** A Function that is in the cluster already. */
        readonly functionRef: { readonly name: string };
      }
  );

/** The arguments of a composition in compositions/, which is called once for each package and target. */
export interface CompositionProps<A extends AnyApi = AnyApi> {
  readonly target: A['targets'][number];
  readonly context: PlatformContext;
  /**
   * The targets of the package, among which the environment may choose for new claims. Only the API's default Composition has them, and only
   * if there are several.
   */
  readonly choices?: readonly A['targets'][number][] | undefined;
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
  /** The packages of the functions of further steps. */
  readonly dependsOn: Dependency[] = [];
  readonly #steps: { before: PipelineStep[]; functionStep: PipelineStep; after: PipelineStep[] };

  constructor(
    scope: Construct,
    id: string,
    { api, target, context, choices }: CompositionProps & { readonly api: AnyApi },
  ) {
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
    this.#steps = { before: [], functionStep: platformStep({ target, context, choices }), after: [] };
  }

  /** Every ApiObject of cdk8s calls itself an instance of each of its subclasses. */
  static isComposition(node: object): node is Composition {
    return #steps in node;
  }

  /** Adds a step that runs before the platform's function, after earlier `before` steps. */
  before(step: StepOfOthers): this {
    this.#steps.before.push(this.#added(step));
    return this;
  }

  /** Adds a step that runs after the platform's function, after earlier `after` steps. */
  after(step: StepOfOthers): this {
    this.#steps.after.push(this.#added(step));
    return this;
  }

  #pipeline(): PipelineStep[] {
    const { before, functionStep, after } = this.#steps;
    return [...before, functionStep, ...after];
  }

  /** The step as Crossplane has it; its package becomes a dependency. */
  #added(step: StepOfOthers): PipelineStep {
    if (this.#pipeline().some((other) => other.step === step.step)) {
      throw new UserError(`Composition ${this.name} has a step named ${step.step} already`, {
        hint: 'use a different name for every step of a pipeline',
      });
    }
    if (!('function' in step)) return step;
    const { function: dependency, ...rest } = step;
    const name = functionName(dependency.package);
    const isCut =
      name.length > 63 ? `${dependency.package}, whose name Crossplane would cut at 63 characters` : undefined;
    const problem = dependencyProblem(dependency) ?? isCut;
    if (problem !== undefined) {
      throw new UserError(`Composition ${this.name}: the step ${step.step} depends on ${problem}`, {
        hint: "write, for example, function: { package: 'registry.example.org/acme/function-x', version: 'v1.2.3' }",
      });
    }
    this.dependsOn.push({ kind: 'Function', ...dependency });
    return { ...rest, functionRef: { name } };
  }
}

/** The labels of a Composition. Crossplane copies them to its revisions, so that an XR can select the revisions of a version. */
function labels(target: string, { platform, version, channel }: PlatformContext): Record<string, string> {
  return {
    ...(channel !== undefined && { [channelLabel]: channelOf(version, channel) }),
    'planesmith.dev/platform': platform,
    'planesmith.dev/target': target,
    'planesmith.dev/version': version,
  };
}

/** The step that calls the function. EnvironmentConfig and rights are static requirements, so that the first call can report its absence. */
function platformStep({ target, context, choices }: CompositionProps): PipelineStep {
  const { platform, version, functionName } = context;
  const targets = choices && { targets: choices };
  return {
    step: 'compose',
    functionRef: { name: functionName },
    input: {
      apiVersion: 'planesmith.dev/v1alpha1',
      kind: 'Input',
      target,
      ...targets,
      platform,
      platformVersion: version,
    },
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
