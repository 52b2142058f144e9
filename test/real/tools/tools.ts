/** The real programs that the tests start: found in the environment, else built from pinned Go modules into a cache. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheDir, cached } from './cache.ts';
import { isProgram } from './located.ts';
import type { Located } from './located.ts';

export type { Located };

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));

/** A Go module of this folder, whose `tool` lines name the programs to build. */
interface GoModule {
  /** The required module; the linker stamps its version on the programs. */
  readonly path: string;
  /** Programs to rename: the name that the Go command gives them, and ours. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** The files of a program of our own, whose library is the required module. */
  readonly sources?: readonly string[];
  /** The variables that the linker sets, by version. */
  readonly stamp?: (version: string) => Readonly<Record<string, string>>;
}

const assets = 'KUBEBUILDER_ASSETS';
const contrib = 'github.com/crossplane-contrib';
const fluxSources = 'github.com/fluxcd/source-controller';
const fluxKustomizations = 'github.com/fluxcd/kustomize-controller';

/** Returns the stamp of a program of Crossplane's; without it every `spec.crossplane.version` constraint fails. */
const crossplaneStamp = (version: string) => ({
  'github.com/crossplane/crossplane-runtime/v2/pkg/version.version': version,
});

/** The same for core, with any free address for the RBAC manager's metrics, because the default one may be taken. */
const coreStamp = (version: string) => ({
  ...crossplaneStamp(version),
  'sigs.k8s.io/controller-runtime/pkg/metrics/server.DefaultBindAddress': '127.0.0.1:0',
});

/** Returns the stamp that Kubernetes reports as its version. */
const kubernetesStamp = (version: string) => {
  const [major = '', minor = ''] = version.slice(1).split('.');
  const variable = 'k8s.io/component-base/version';
  return { [`${variable}.gitVersion`]: version, [`${variable}.gitMajor`]: major, [`${variable}.gitMinor`]: minor };
};

const modules = {
  core: {
    path: 'github.com/crossplane/crossplane/v2',
    renamed: { crossplane: 'crossplane-core' },
    stamp: coreStamp,
  },
  cli: { path: 'github.com/crossplane/cli/v2', renamed: { crossplane: 'crossplane' }, stamp: crossplaneStamp },
  etcd: { path: 'go.etcd.io/etcd/server/v3', renamed: { server: 'etcd' } },
  kubernetes: { path: 'k8s.io/kubernetes', stamp: kubernetesStamp },
  crane: {
    path: 'github.com/google/go-containerregistry',
    stamp: (version) => ({ 'github.com/google/go-containerregistry/cmd/crane/cmd.Version': version }),
  },
  actionlint: { path: 'github.com/rhysd/actionlint' },
  'provider-sql': { path: `${contrib}/provider-sql`, renamed: { provider: 'provider-sql' } },
  'provider-kubernetes': { path: `${contrib}/provider-kubernetes`, renamed: { provider: 'provider-kubernetes' } },
  'dapr-components': { path: 'github.com/dapr/components-contrib' },
  'external-secrets': { path: 'github.com/external-secrets/external-secrets' },
  kyverno: {
    path: 'github.com/kyverno/kyverno',
    renamed: { 'cleanup-controller': 'kyverno-cleanup-controller' },
    sources: ['policy-verdicts/main.go'],
  },
  // One module for both controllers, because they share nearly all that they are built from.
  flux: { path: fluxKustomizations },
  'function-patch-and-transform': { path: `${contrib}/function-patch-and-transform` },
  'function-auto-ready': { path: 'github.com/crossplane/function-auto-ready' },
  'kubectl-yaml': { path: 'k8s.io/apimachinery', sources: ['main.go'] },
  attestations: { path: 'github.com/CycloneDX/cyclonedx-go', sources: ['main.go'] },
  trivy: { path: 'github.com/aquasecurity/trivy', renamed: { trivy: 'trivy-sbom' }, sources: ['main.go'] },
  'argo-cd': { path: 'github.com/argoproj/argo-cd/v3', sources: ['main.go', 'settings.go', 'diff.go'] },
  'health-verdicts': { path: 'github.com/fluxcd/pkg/runtime', sources: ['main.go'] },
  cosign: {
    path: 'github.com/sigstore/cosign/v3',
    sources: ['image-config/main.go', 'image-config/mirror.go'],
    stamp: (version) => ({ 'sigs.k8s.io/release-utils/version.gitVersion': version }),
  },
  sigstore: {
    path: 'github.com/sigstore/fulcio',
    renamed: { services: 'sigstore-services' },
    sources: ['services/main.go', 'services/logs.go', 'services/issuer.go'],
  },
} as const satisfies Record<string, GoModule>;

type ModuleName = keyof typeof modules;

/** The Go module of every program, and the environment variable that names a prebuilt one. */
const tools = {
  'crossplane-core': { module: 'core', variable: 'CROSSPLANE_CORE' },
  crossplane: { module: 'cli', variable: 'CROSSPLANE_CLI' },
  etcd: { module: 'etcd', variable: assets },
  'kube-apiserver': { module: 'kubernetes', variable: assets },
  'kube-controller-manager': { module: 'kubernetes', variable: assets },
  kubectl: { module: 'kubernetes', variable: assets },
  crane: { module: 'crane', variable: 'CRANE' },
  registry: { module: 'crane', variable: 'TEST_REGISTRY' },
  actionlint: { module: 'actionlint', variable: 'ACTIONLINT' },
  'provider-sql': { module: 'provider-sql', variable: 'PROVIDER_SQL' },
  'provider-kubernetes': { module: 'provider-kubernetes', variable: 'PROVIDER_KUBERNETES' },
  'external-secrets': { module: 'external-secrets', variable: 'EXTERNAL_SECRETS' },
  'kyverno-cleanup-controller': { module: 'kyverno', variable: 'KYVERNO_CLEANUP_CONTROLLER' },
  'policy-verdicts': { module: 'kyverno', variable: 'POLICY_VERDICTS' },
  'source-controller': { module: 'flux', variable: 'FLUX_SOURCE_CONTROLLER' },
  'kustomize-controller': { module: 'flux', variable: 'FLUX_KUSTOMIZE_CONTROLLER' },
  'function-patch-and-transform': {
    module: 'function-patch-and-transform',
    variable: 'FUNCTION_PATCH_AND_TRANSFORM',
  },
  'function-auto-ready': { module: 'function-auto-ready', variable: 'FUNCTION_AUTO_READY' },
  'kubectl-yaml': { module: 'kubectl-yaml', variable: 'KUBECTL_YAML' },
  attestations: { module: 'attestations', variable: 'ATTESTATIONS' },
  'trivy-sbom': { module: 'trivy', variable: 'TRIVY_SBOM' },
  'argo-cd': { module: 'argo-cd', variable: 'ARGO_CD' },
  'health-verdicts': { module: 'health-verdicts', variable: 'HEALTH_VERDICTS' },
  cosign: { module: 'cosign', variable: 'COSIGN' },
  'image-config': { module: 'cosign', variable: 'IMAGE_CONFIG' },
  fulcio: { module: 'sigstore', variable: 'FULCIO' },
  'rekor-server': { module: 'sigstore', variable: 'REKOR_SERVER' },
  'sigstore-services': { module: 'sigstore', variable: 'SIGSTORE_SERVICES' },
} as const satisfies Record<string, { module: ModuleName; variable: string }>;

/** A program that the real tests start. */
export type Tool = keyof typeof tools;

/** Every tool, in the order in which the tests need them. */
export const allTools = Object.keys(tools) as Tool[];

/**
 * Returns the path of a program that is ready to run, building it into the cache if it is neither there nor in the environment.
 *
 * The first build of a tool takes minutes. A variable that names a missing file is reported, never ignored.
 */
export async function locateTool(name: Tool): Promise<Located> {
  const { module, variable } = tools[name];
  const prebuilt = fromEnvironment(name, variable);
  if (prebuilt) return prebuilt;
  const hint = variable === assets ? `${assets} to a directory with ${name}` : `${variable} to its path`;
  try {
    return { path: join(await builtModule(module), name) };
  } catch (error) {
    return { missing: `${name} is missing: ${reason(error)}, or set ${hint}.` };
  }
}

/** Returns a directory with Crossplane core's CRDs; rejects with one sentence if they are not available. */
export function coreCrds(): Promise<string> {
  return moduleFolder('core', 'cluster/crds', 'CROSSPLANE_CRDS');
}

/** Returns a directory with the templates of Crossplane's Helm chart; rejects with one sentence if they are not available. */
export function coreChart(): Promise<string> {
  return moduleFolder('core', 'cluster/charts/crossplane/templates', 'CROSSPLANE_CHART');
}

/** Returns a directory with Crossplane core's webhook configurations; rejects with one sentence if they are not available. */
export function coreWebhooks(): Promise<string> {
  return moduleFolder('core', 'cluster/webhookconfigurations', 'CROSSPLANE_WEBHOOKS');
}

/** Returns a directory with provider-sql's CRDs; rejects with one sentence if they are not available. */
export function providerSqlCrds(): Promise<string> {
  return moduleFolder('provider-sql', 'package/crds', 'PROVIDER_SQL_CRDS');
}

/** Returns a directory with provider-kubernetes' CRDs; rejects with one sentence if they are not available. */
export function providerKubernetesCrds(): Promise<string> {
  return moduleFolder('provider-kubernetes', 'package/crds', 'PROVIDER_KUBERNETES_CRDS');
}

/** Returns a directory with external-secrets' CRDs; rejects with one sentence if they are not available. */
export function externalSecretsCrds(): Promise<string> {
  return moduleFolder('external-secrets', 'config/crds/bases', 'EXTERNAL_SECRETS_CRDS');
}

/** Returns a directory with the CRDs of Flux's source controller; rejects with one sentence if they are not available. */
export function fluxSourceCrds(): Promise<string> {
  return moduleFolder('flux', 'config/crd/bases', 'FLUX_SOURCE_CRDS', fluxSources);
}

/** Returns a directory with the CRDs of Flux's kustomize controller; rejects with one sentence if they are not available. */
export function fluxKustomizeCrds(): Promise<string> {
  return moduleFolder('flux', 'config/crd/bases', 'FLUX_KUSTOMIZE_CRDS', fluxKustomizations);
}

/** Returns a directory with Dapr's descriptions of its components, one file each; rejects with one sentence if they are not available. */
export async function daprMetadata(): Promise<string> {
  const prepared = process.env['DAPR_METADATA'];
  if (prepared) return prepared;
  const name = 'dapr-components';
  return cached(await moduleCacheDir(name, name, ['metadata.yaml']), async (empty) => {
    const { Dir } = JSON.parse(await go(name, ['mod', 'download', '-json', modules[name].path])) as { Dir: string };
    for await (const file of glob('**/metadata.yaml', { cwd: Dir })) {
      await writeFile(join(empty, file.replaceAll('/', '.')), await readFile(join(Dir, file)));
    }
  });
}

/** Returns the manifest that installs Kyverno on a cluster; rejects with one sentence if it is not available. */
export async function kyvernoInstallation(): Promise<string> {
  const prepared = process.env['KYVERNO_INSTALLATION'];
  if (prepared) return prepared;
  const name = 'kyverno';
  const file = 'install-latest-testing.yaml';
  const folder = await cached(await moduleCacheDir(name, `${name}-installation`, [file]), async (empty) => {
    const { Dir } = JSON.parse(await go(name, ['mod', 'download', '-json', modules[name].path])) as { Dir: string };
    await writeFile(join(empty, file), await readFile(join(Dir, 'config', file)));
  });
  return join(folder, file);
}

/** Returns the tool that the environment names, or undefined if it names none. */
function fromEnvironment(name: Tool, variable: string): Located | undefined {
  const value = process.env[variable];
  if (!value) return undefined;
  const path = variable === assets ? join(value, name) : value;
  if (isProgram(path)) return { path };
  // A directory of envtest has no kube-controller-manager, so a missing program is built.
  if (variable === assets && existsSync(value)) return undefined;
  return { missing: `${name} is missing: ${variable} names ${value}, where no program is.` };
}

/** Returns the cache directory in which all programs of a module are built. */
async function builtModule(name: ModuleName): Promise<string> {
  const { renamed = {} }: GoModule = modules[name];
  const flags = ['-mod=readonly', '-trimpath', '-ldflags', await linkerFlags(name)];
  return cached(await moduleCacheDir(name, name, flags), async (empty) => {
    process.stderr.write(`building ${name} from its Go module (once, this takes minutes)\n`);
    await go(name, ['build', ...flags, '-o', `${empty}/`, 'tool']);
    for (const [built, program] of Object.entries(renamed)) await rename(join(empty, built), join(empty, program));
  });
}

/** Returns a cached copy of a folder of a pinned module, beside the programs but without building them. `path` is the module with the folder. */
async function moduleFolder(
  name: ModuleName,
  folder: string,
  variable: string,
  path: string = modules[name].path,
): Promise<string> {
  const prepared = process.env[variable];
  if (prepared && existsSync(prepared)) return prepared;
  if (prepared) throw new Error(`${folder} of ${name} is missing: ${variable} names ${prepared}, which is not there.`);
  try {
    return await cached(
      await moduleCacheDir(name, `${name}-${folder.replaceAll('/', '-')}`, [path, folder]),
      async (empty) => {
        const { Dir } = JSON.parse(await go(name, ['mod', 'download', '-json', path])) as { Dir: string };
        const from = join(Dir, folder);
        // Copying the folder itself would also copy the module cache's read-only modes.
        for (const file of await readdir(from)) await writeFile(join(empty, file), await readFile(join(from, file)));
      },
    );
  } catch (error) {
    throw new Error(`${folder} of ${name} is missing: ${reason(error)}, or set ${variable} to its directory.`, {
      cause: error,
    });
  }
}

/** Returns the cache directory for a module's lock, these flags and this machine. */
async function moduleCacheDir(name: ModuleName, label: string, flags: readonly string[]): Promise<string> {
  const { sources = [] }: GoModule = modules[name];
  const lock = ['go.mod', 'go.sum', ...sources].map((file) => readFile(join(here, name, file), 'utf8'));
  return cacheDir(label, [...(await Promise.all(lock)), ...flags, process.platform, process.arch]);
}

/** Returns the linker flags that strip a program and stamp on it the version that its module requires. */
async function linkerFlags(name: ModuleName): Promise<string> {
  const { path, stamp }: GoModule = modules[name];
  const lock = await readFile(join(here, name, 'go.mod'), 'utf8');
  const version = lock.split(`${path} v`)[1]?.split(/\s/)[0];
  if (!version) throw new Error(`${name}/go.mod does not require ${path}: mend that`);
  const values = Object.entries(stamp?.(`v${version}`) ?? {});
  return ['-s -w', ...values.map(([variable, value]) => `-X ${variable}=${value}`)].join(' ');
}

/** Returns the output of the Go command in a module's folder; rejects with its last error line. */
async function go(name: ModuleName, args: readonly string[]): Promise<string> {
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  try {
    return (await run('go', args, { cwd: join(here, name), env, maxBuffer: 64 << 20 })).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new Error('Go 1.26 or newer is not on the PATH: install it', { cause: error });
    const complaint = stderr?.trim().split('\n').at(-1) || String(error);
    throw new Error(`its Go module cannot be built (${complaint}): mend that`, { cause: error });
  }
}

/** Returns the text of an error. */
function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Returns the result of a search for a directory; a rejection becomes the sentence in `missing`. */
async function searchFolder(search: () => Promise<string>): Promise<Located> {
  try {
    return { path: await search() };
  } catch (error) {
    return { missing: reason(error) };
  }
}

/** Prints a line per tool and CRD directory, and returns whether all are there. */
async function prepare(): Promise<boolean> {
  let complete = true;
  const report = async (name: string, locate: () => Promise<Located>): Promise<void> => {
    const start = performance.now();
    const located = await locate();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if ('missing' in located) complete = false;
    console.log(`${seconds.padStart(6)} s  ${name}  ${'path' in located ? located.path : located.missing}`);
  };
  for (const name of allTools) await report(name, () => locateTool(name));
  await report('CRDs of core', () => searchFolder(coreCrds));
  await report('webhooks of core', () => searchFolder(coreWebhooks));
  await report('CRDs of provider-sql', () => searchFolder(providerSqlCrds));
  await report('CRDs of provider-kubernetes', () => searchFolder(providerKubernetesCrds));
  await report('CRDs of external-secrets', () => searchFolder(externalSecretsCrds));
  await report("CRDs of Flux's source controller", () => searchFolder(fluxSourceCrds));
  await report("CRDs of Flux's kustomize controller", () => searchFolder(fluxKustomizeCrds));
  await report('installation of Kyverno', () => searchFolder(kyvernoInstallation));
  await report('metadata of Dapr', () => searchFolder(daprMetadata));
  return complete;
}

if (import.meta.main) process.exitCode = (await prepare()) ? 0 : 1;
