/** A release as CONTRIBUTING.md makes it: for every architecture, on a base of its own, pushed by the command of that page. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Architecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { platform } from '../cases/platform.ts';
import { missingForOwnNetwork } from './control-plane/own-network.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import type { Registry } from './control-plane/packages.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { pushAsDocumented } from './documented-push.ts';
import { type Built, builtRelease, functionName, librariesOf } from './release.ts';
import { locateTool } from './tools/tools.ts';

const run = promisify(execFile);
const architectures: readonly Architecture[] = ['amd64', 'arm64'];
const pkg = `${platform.name}-aws`;

const missing = (await missingForControlPlane()) ?? (await missingForOwnNetwork());

describe('a release that is pushed as CONTRIBUTING.md says', () => {
  let local: Built | undefined;
  let released: Built | undefined;
  let plane: ControlPlane | undefined;
  let pod: FunctionPod | undefined;
  let registry: Registry | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return;
    local = await builtRelease(architectures);
    released = await builtRelease(architectures, { base: { directory: await librariesOf(local) } }, true);
    plane = await startControlPlane();
  });
  afterAll(async () => {
    await pod?.stop();
    await plane?.stop();
    await released?.remove();
    await local?.remove();
  });

  it('is installed, with the Function that its Configuration names by digest', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const crane = await locateTool('crane');
    if ('missing' in crane) return skip(crane.missing);
    const dist = released!.dist;
    const publish = async (started: Registry) => {
      registry = started;
      await pushAsDocumented(dist, started.host);
    };
    pod = await installPlatform(plane!, { dist, pkg, target: 'aws', publish });
    const { digest } = released!.packages.find(({ name }) => name === functionName)!;
    const found = await plane!.client.get(`/apis/pkg.crossplane.io/v1/functions/${platform.functionName}`);
    expect(found?.['spec'].package).toBe(`${platform.functionRepository}@${digest}`);
    const path = platform.functionRepository.slice(platform.functionRepository.indexOf('/'));
    expect((await run(crane.path, ['digest', `${registry!.host}${path}:v${platform.version}`])).stdout.trim()).toBe(
      digest,
    );
  });
});
