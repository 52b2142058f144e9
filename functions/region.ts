/** Where a cloud makes things. */
import type { Environment } from './environment.ts';

type Target = 'local' | 'incluster' | 'aws' | 'gcp' | 'azure';

/** The place where the cloud of a target makes things in this environment; undefined where there is no cloud. */
export function regionOf(target: Target, { aws, gcp, azure }: Environment): string | undefined {
  return { local: undefined, incluster: undefined, aws: aws?.region, gcp: gcp?.region, azure: azure?.location }[target];
}
