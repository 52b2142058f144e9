/** Checks what a Configuration says about the rest of its release: its Function, flavour, targets, and the rights that it asks for. */
import type { PackageObject } from '../../xpkg/objects.ts';
import { functionName } from '../../synth/function-name.ts';
import { fieldOf, itemsOf, shown } from '../../xpkg/verify/json.ts';
import type { Findings } from './findings.ts';
import type { PackageObjects } from './package.ts';
import { type ReleasedPackage, type ReleaseYaml, releaseYaml } from './release-yaml.ts';

/** Adds every mismatch of the package; does nothing for a Function. */
export function checkConfiguration(findings: Findings, release: ReleaseYaml, found: PackageObjects): void {
  const { entry, meta, objects } = found;
  if (meta !== undefined) checkMeta(findings, release, entry, meta);
  if (entry.kind !== 'Configuration' || meta === undefined) return;
  const dependencies = itemsOf(fieldOf(meta, 'spec', 'dependsOn'));
  checkFunction(findings, release, entry.name, dependencies);
  const installed = dependencies.map((dependency) => functionName(shown(fieldOf(dependency, 'package'))));
  for (const { object, file } of objects) {
    const path = `manifests/${entry.name}/${file}`;
    if (object.kind === 'CompositeResourceDefinition') checkFlavour(findings, entry, path, object);
    if (object.kind === 'Composition') checkComposition(findings, release, { entry, path, installed }, object);
  }
}

/** A definition for claims is of v1. One for the whole cluster is the same in both flavours. */
function checkFlavour(findings: Findings, { flavour }: ReleasedPackage, path: string, definition: PackageObject): void {
  const isForClaims = definition.apiVersion === 'apiextensions.crossplane.io/v1';
  if (flavour === undefined || (!isForClaims && fieldOf(definition, 'spec', 'scope') === 'Cluster')) return;
  findings.agree(path, 'apiVersion', isForClaims ? 'claims' : 'namespaced', flavour, releaseYaml);
}

function checkMeta(findings: Findings, release: ReleaseYaml, entry: ReleasedPackage, meta: PackageObject): void {
  const path = `manifests/${entry.name}/crossplane.yaml`;
  findings.agree(path, 'kind', meta.kind, entry.kind, releaseYaml);
  findings.agree(path, 'metadata.name', meta.metadata.name, entry.name, releaseYaml);
  const { crossplane } = release.requirements;
  const stated = fieldOf(meta, 'spec', 'crossplane', 'version');
  findings.agree(path, 'spec.crossplane.version', stated, crossplane, releaseYaml);
}

/** A dependency on a package of this release names its digest, or its tag. */
function checkFunction(findings: Findings, release: ReleaseYaml, name: string, dependencies: readonly unknown[]): void {
  const path = `manifests/${name}/crossplane.yaml`;
  for (const dependency of dependencies) {
    const [repository, version] = [fieldOf(dependency, 'package'), fieldOf(dependency, 'version')];
    const own = release.packages.find((candidate) => candidate.repository === repository);
    if (own === undefined) continue;
    const isRight = version === own.digest || version === own.tag;
    const message = `depends on ${own.repository} at ${shown(version)}, but ${releaseYaml} has it at ${own.digest} (${own.tag})`;
    findings.expect(isRight, path, message, 'spec.dependsOn');
  }
}

interface Place {
  readonly entry: ReleasedPackage;
  readonly path: string;
  /** The names under which Crossplane installs the dependencies. */
  readonly installed: readonly string[];
}

function checkComposition(
  findings: Findings,
  release: ReleaseYaml,
  { entry, path, installed }: Place,
  composition: PackageObject,
): void {
  for (const [index, step] of itemsOf(fieldOf(composition, 'spec', 'pipeline')).entries()) {
    const at = `spec.pipeline[${index}]`;
    const name = shown(fieldOf(step, 'functionRef', 'name'));
    const message = `runs the function ${name}, which the package does not depend on`;
    findings.expect(installed.includes(name), path, message, `${at}.functionRef.name`);
    const input = (field: string): unknown => fieldOf(step, 'input', field);
    if (input('kind') !== 'Input' || input('apiVersion') !== 'planesmith.dev/v1alpha1') continue;
    findings.agree(path, `${at}.input.platform`, input('platform'), release.platform, releaseYaml);
    findings.agree(path, `${at}.input.platformVersion`, input('platformVersion'), release.version, releaseYaml);
    const target = shown(input('target'));
    const isDeclared = entry.targets === undefined || entry.targets.includes(target);
    const targets = entry.targets?.join(', ');
    findings.expect(isDeclared, path, `says ${target}, but ${releaseYaml} says ${targets}`, `${at}.input.target`);
  }
  const labelled = fieldOf(composition, 'metadata', 'labels', 'planesmith.dev/version');
  if (labelled !== undefined)
    findings.agree(path, 'metadata.labels["planesmith.dev/version"]', labelled, release.version, releaseYaml);
}
