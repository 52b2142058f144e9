/** The platform on a control plane: one of its Configurations installed from a registry, its Function served by a played pod. */
import { join } from 'node:path';
import { platform } from '../../cases/platform.ts';
import { type FunctionPod, runFunctionPod } from './function-pod.ts';
import { healthy, install, push, rewriteImages, startRegistry } from './packages.ts';
import type { ControlPlane } from './start.ts';

/** Where Crossplane reaches the Function: an address of loopback that nobody else uses. */
export const functionAddress = '127.0.94.43';

const tag = `v${platform.version}`;

/** Lets core compose what the target needs, pushes a package and its Function, installs it under the names that users use, and resolves when all is healthy. */
export async function installPlatform(
  plane: ControlPlane,
  { dist, pkg, target }: { readonly dist: string; readonly pkg: string; readonly target: string },
): Promise<FunctionPod> {
  await plane.kubectl('apply', '-f', join(dist, 'install', target, 'rbac.yaml'));
  const registry = await startRegistry(plane);
  const functionPackage = lastSegment(platform.functionRepository);
  // The prefix on the test's registry is the same path without the host.
  const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
  for (const name of [pkg, functionPackage]) {
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
