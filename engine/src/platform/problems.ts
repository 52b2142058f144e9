/** Mistakes in a platform's definition that types cannot find. */
import type { PackageDefinition } from './package.ts';
import type { Apis, PlatformDefinition } from './definition.ts';
import { kitRepository } from './kit-repository.ts';
import { modelsProblems } from '../models/settings.ts';
import { xrKind, xrPlural } from '../schema/index.ts';
import { label1035Problems, labelValueProblems } from '../schema/validate/names.ts';
import { functionNameProblems, functionRepository } from '../synth/function-name.ts';
import { signerProblems } from './signer-problems.ts';
import { vocabularyProblems } from './vocabulary.ts';

const domain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;
/** Crossplane asks for a dot in the host (api-extensions `spec.package` rule), the OCI distribution spec for lower-case path components. */
const repository = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
/**
 * What Crossplane's reader of tags accepts (github.com/Masterminds/semver/v3 v3.5.0: 64 bits, no leading zeros), without build metadata, which neither an
 * image tag nor a label can hold.
 */
const semver =
  /^(0|[1-9]\d{0,18})\.(0|[1-9]\d{0,18})\.(0|[1-9]\d{0,18})(-(0|[1-9]\d*|\d*[a-z-][0-9a-z-]*)(\.(0|[1-9]\d*|\d*[a-z-][0-9a-z-]*))*)?$/;
/** The API server refuses them without an approval: k8s.io/apiextensions-apiserver pkg/apihelpers/helpers.go IsProtectedCommunityGroup. */
const protectedGroup = /(^|\.)(k8s|kubernetes)\.io$/;

/** https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name, in lower case as for new packages. */
const npmName = /^(?=.{1,214}$)(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

const serviceAccount = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
/** Editors fetch it, and names of files follow it after a slash. */
const address = /^https?:\/\/[^\s/?#]+(\/[^\s/?#]+)*$/;

/** Everything wrong with the definition, in sentences without a full stop; none for a good one. */
export function platformProblems(definition: PlatformDefinition<Apis>): string[] {
  const { name, group, registry, crossplane, version, apis, packages, crossplaneAccount } = definition;
  return [
    ...wrong(isLabel(name), `name ${quoted(name)} is not a DNS label, such as "platform"`),
    ...wrong(domain.test(group), `group ${quoted(group)} is not a domain, such as "platform.example.org"`),
    ...wrong(
      !protectedGroup.test(group),
      `group ${quoted(group)} belongs to Kubernetes, whose API server refuses its definitions: take a domain of your own`,
    ),
    ...wrong(
      repository.test(registry),
      `registry ${quoted(registry)} is not a host with a dot and a lower-case path, such as "registry.example.org/platform"`,
    ),
    ...wrong(
      /\d/.test(String(crossplane)),
      `crossplane ${quoted(crossplane)} is not a version range, such as ">=v2.4.0"`,
    ),
    ...wrong(
      semver.test(version),
      `version ${quoted(version)} is not a semantic version without build metadata, such as "1.2.3"; it has no leading zeros`,
    ),
    ...wrong(
      definition.channel === undefined || isLabel(definition.channel),
      `channel ${quoted(definition.channel)} is not a word of lower-case letters, digits and dashes, such as "stable"`,
    ),
    ...labelValueProblems(version).map((problem) => `version ${quoted(version)}: ${problem}`),
    ...wrong(isBase(definition.base), `base is neither { layout, digest: 'sha256:…' } nor { directory }`),
    ...wrong(
      crossplaneAccount === undefined || serviceAccount.test(crossplaneAccount),
      `crossplaneAccount ${quoted(crossplaneAccount)} is not the namespace and name of a ServiceAccount, such as "crossplane-system/crossplane"`,
    ),
    ...accountProblems('restorers', definition.restorers, 'velero/velero'),
    ...accountProblems('controllers', definition.controllers, 'bricks/bricklayer'),
    ...signerProblems(definition.signers),
    ...wrong(
      definition.schemas === undefined || address.test(definition.schemas),
      `schemas ${quoted(definition.schemas)} is not an address without a slash at its end, such as "https://schemas.example.org/platform"`,
    ),
    ...modelsProblems(definition.models),
    ...wrong(
      definition.kit === undefined || npmName.test(definition.kit.name),
      `kit.name ${quoted(definition.kit?.name)} is not the name of an npm package, such as "@acme/platform"`,
    ),
    ...loaderProblems(definition),
    ...apiProblems(apis),
    ...vocabularyProblems(apis),
    ...packageProblems(apis, packages),
    ...functionNameProblems(functionRepository(registry, name, version)),
    ...wrong(
      !packages.some((declared) => functionRepository(registry, name, version).endsWith(`/${declared.name}`)),
      `a package has the name of the Function's repository`,
    ),
    ...wrong(
      !packages.some((declared) => declared.name === kitRepository(name)),
      `a package has the name of the kit's repository, ${quoted(kitRepository(name))}`,
    ),
  ];
}

/** What is wrong with a list of ServiceAccounts. */
function accountProblems(field: string, accounts: readonly string[] = [], example: string): string[] {
  return accounts.flatMap((account) =>
    wrong(
      serviceAccount.test(account),
      `${field} has ${quoted(account)}, which is not the namespace and name of a ServiceAccount, such as "${example}"`,
    ),
  );
}

/** Whether it is one of the two forms that xpkg reads, or absent, which means the libraries of this machine. */
function isBase(base: unknown): boolean {
  if (base === undefined) return true;
  if (typeof base !== 'object' || base === null) return false;
  const { layout, digest, directory, ...others } = base as Record<string, unknown>;
  if (Object.keys(others).length > 0) return false;
  if (typeof directory === 'string') return layout === undefined && digest === undefined;
  return directory === undefined && typeof layout === 'string' && /^sha256:[0-9a-f]{64}$/.test(String(digest));
}

function loaderProblems({ compositions, functions, install, exporters = {} }: PlatformDefinition<Apis>): string[] {
  const isLoader = (value: unknown): boolean => typeof value === 'function';
  return [
    ...Object.entries({ compositions, functions, ...(install !== undefined && { install }) }).flatMap(([key, load]) =>
      wrong(isLoader(load), `${key} is not a function such as () => import('./${key}/index.ts')`),
    ),
    ...Object.entries(exporters).flatMap(([name, load]) =>
      wrong(isLoader(load), `exporters.${name} is not a function such as () => import('./${name}.ts')`),
    ),
  ];
}

function apiProblems(apis: Apis): string[] {
  const all = Object.values(apis);
  return [
    ...wrong(all.length > 0, 'it has no API'),
    ...twins(
      'two APIs give the kind',
      all.flatMap((api) => [api.kind, xrKind(api, 'claims')]),
    ),
    ...twins(
      'two APIs give the plural',
      all.flatMap((api) => [api.plural, xrPlural(api, 'claims')]),
    ),
    ...twins(
      'two APIs give the short name',
      all.flatMap((api) => [...api.shortNames]),
    ),
  ];
}

function packageProblems(apis: Apis, packages: readonly PackageDefinition[]): string[] {
  const known = new Set(Object.values(apis).flatMap((api) => [...api.targets]));
  return [
    ...wrong(packages.length > 0, 'it has no package'),
    ...twins(
      'two packages have the name',
      packages.map((declared) => declared.name),
    ),
    ...packages.flatMap(({ name, targets, flavour, apis: keys = [] }) => [
      ...wrong(isLabel(name), `the package name ${quoted(name)} is not a DNS label`),
      ...wrong(targets.length > 0, `package ${name} has no target`),
      ...wrong(
        flavour === 'namespaced' || flavour === 'claims',
        `package ${name} has the flavour ${quoted(flavour)}, which is neither "namespaced" nor "claims"`,
      ),
      ...targets.flatMap((target) =>
        wrong(known.has(target), `package ${name} has the target ${quoted(target)}, which no API has`),
      ),
      ...keys.flatMap((key) => {
        const api = apis[key];
        if (api === undefined) return [`package ${name} has the API ${quoted(key)}, which is not in apis`];
        const served = targets.some((target) => api.targets.includes(target));
        return wrong(
          served,
          `package ${name} has the API ${key}, which has none of its targets (${targets.join(', ')})`,
        );
      }),
    ]),
  ];
}

function twins(what: string, values: readonly string[]): string[] {
  const twice = values.filter((value, index) => values.indexOf(value) !== index);
  return [...new Set(twice)].map((value) => `${what} ${value}`);
}

/** Platform and packages give their names to labels, and to objects whose names begin with a letter. */
function isLabel(name: string): boolean {
  return label1035Problems(name).length === 0;
}

function wrong(fine: boolean, problem: string): string[] {
  return fine ? [] : [problem];
}

function quoted(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}
