/** Installs one Configuration of the platform from a registry; a played pod serves its Function. */
import { join } from 'node:path';
import { platform } from '../../cases/platform.ts';
import { type FunctionPod, runFunctionPod } from './function-pod.ts';
import { healthy, install, push, type Registry, rewriteImages, startRegistry } from './packages.ts';
import type { ControlPlane } from './start.ts';
import { laneAddress } from '../lane.ts';

/** The loopback address at which Crossplane reaches the Function. No other program uses it. */
export const functionAddress = laneAddress('94.43');

/** What the installation must know of a platform: that of this repository, or of another company. */
export interface InstalledPlatform {
  readonly version: string;
  readonly registry: string;
  readonly functionRepository: string;
  readonly functionName: string;
}

interface Installation {
  /** @default the platform of this repository */
  readonly of?: InstalledPlatform;
  readonly dist: string;
  readonly pkg: string;
  readonly target: string;
  /** Pushes the package and its Function. @default what CONTRIBUTING.md says, without its text */
  readonly publish?: (registry: Registry) => Promise<void>;
}

/**
 * Gives core the rights that the target needs, then pushes a package and its Function and installs it under its public name. Resolves when
 * both are healthy.
 */
export async function installPlatform(
  plane: ControlPlane,
  { of = platform, dist, pkg, target, publish }: Installation,
): Promise<FunctionPod> {
  const tag = `v${of.version}`;
  await plane.kubectl('apply', '-f', join(dist, 'install', target, 'rbac.yaml'));
  const registry = await startRegistry(plane);
  const functionPackage = lastSegment(of.functionRepository);
  // The prefix on the test's registry is the same path without the host.
  const path = of.registry.slice(of.registry.indexOf('/') + 1);
  if (publish !== undefined) await publish(registry);
  for (const name of publish === undefined ? [pkg, functionPackage] : []) {
    await push(registry, join(dist, 'oci', name), `${path}/${name}`, tag);
  }
  await rewriteImages(plane, of.registry, registry);
  await install(plane, pkg, `${of.registry}/${pkg}:${tag}`);
  const pod = await runFunctionPod(plane, of.functionName, join(dist, 'oci', functionPackage), functionAddress);
  try {
    await healthy(plane, 'functions', of.functionName);
    await healthy(plane, 'configurations', pkg);
  } catch (error) {
    await pod.stop();
    throw error;
  }
  return pod;
}

function lastSegment(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
