/** planesmith/synth: cdk8s constructs for the objects of a Configuration package; they work in any cdk8s app. */
export {
  Composition,
  type CompositionProps,
  type Compositions,
  type PipelineStep,
  type StepOfOthers,
} from './composition.ts';
export type { PlatformContext } from './context.ts';
export type { Install, InstallChart, InstallContext, LimitPolicy, Operators, OperatorSettings } from './install.ts';
export type { KubernetesObject } from './kubernetes-object.ts';
export { namespaceGuard, type NamespaceGuard } from './namespace-guard.ts';
export { synthesise, type Synthesised, type SynthesisPackage, type SynthesisPlatform } from './synthesise.ts';
export { xrdFlavour } from '../schema/flavour.ts';
export { XRD, type XRDProps } from './xrd.ts';
