/** Installs one Configuration of the platform from a registry; a played pod serves its Function. */
import { join } from 'node:path';
import { platform } from '../../cases/platform.ts';
import { type FunctionPod, runFunctionPod } from './function-pod.ts';
import { healthy, install, push, type Registry, rewriteImages, startRegistry } from './packages.ts';
import type { ControlPlane } from './start.ts';

/** The loopback address at which Crossplane reaches the Function. No other program uses it. */
export const functionAddress = '127.0.94.43';

const tag = `v${platform.version}`;

interface Installation {
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
  { dist, pkg, target, publish }: Installation,
): Promise<FunctionPod> {
  await plane.kubectl('apply', '-f', join(dist, 'install', target, 'rbac.yaml'));
  const registry = await startRegistry(plane);
  const functionPackage = lastSegment(platform.functionRepository);
  // The prefix on the test's registry is the same path without the host.
  const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
  if (publish !== undefined) await publish(registry);
  for (const name of publish === undefined ? [pkg, functionPackage] : []) {
    await push(registry, join(dist, 'oci', name), `${path}/${name}`, tag);
  }
  await rewriteImages(plane, platform.registry, registry);
  await install(plane, pkg, `${platform.registry}/${pkg}:${tag}`);
  const pod = await runFunctionPod(plane, platform.functionName, join(dist, 'oci', functionPackage), functionAddress);
  try {
    await healthy(plane, 'functions', platform.functionName);
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
