import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { buildRelease, type Release } from 'planesmith/release';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import platform from '../../planesmith.config.ts';

const root = resolve(import.meta.dirname, '../..');
const goldens = join(root, 'test/golden');

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly roleRef?: { readonly name: string };
}

interface Role {
  readonly metadata: { readonly name: string };
  readonly rules: { apiGroups: string[]; resources: string[]; resourceNames?: string[]; verbs: string[] }[];
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly scope?: string;
    readonly names: { readonly plural: string };
    readonly claimNames?: { readonly plural: string };
  };
}

/** What the golden files of a target compose. */
function composedOn(target: string): Kind[] {
  const files = readdirSync(goldens, { recursive: true, encoding: 'utf8' });
  const ours = files.filter((file) => basename(file).startsWith(`${target}-`) && file.endsWith('.yaml'));
  return ours
    .flatMap((file) => parseAllDocuments(readFileSync(join(goldens, file), 'utf8')))
    .map((document) => (document as { toJS(): Kind & { metadata: { annotations?: Record<string, string> } } }).toJS())
    .filter(({ metadata }) => metadata?.annotations?.['crossplane.io/composition-resource-name'] !== undefined);
}

const targets = ['local', 'incluster', 'aws', 'gcp', 'azure'];

describe('the release of this platform', () => {
  let release: Release;
  beforeAll(async () => {
    const only = platform.packages.map(({ name }) => name);
    release = await buildRelease(platform, root, { only, architectures: [], release: false });
  });
  const text = (path: string) => String(release.files.find((file) => file.path === path)?.content);
  const rulesOf = (target: string, what: string) => {
    const roles = parseAllDocuments(text(`install/${target}/rbac.yaml`)).map((document) => document.toJS() as Role);
    return roles.find(({ metadata }) => metadata.name === `platform-${target}-${what}`)?.rules ?? [];
  };

  it('has a Configuration for each target in both flavours, with every API that has the target', () => {
    const apisOn = (target: string) =>
      Object.entries(platform.apis).flatMap(([key, api]) => (api.targets.includes(target) ? [key] : []));
    expect(platform.packages.map(({ name, apis }) => ({ name, apis }))).toEqual(
      targets.flatMap((target) =>
        [`platform-${target}`, `platform-${target}-claims`].map((name) => ({ name, apis: apisOn(target) })),
      ),
    );
  });

  it('has no package that changes when another one is added: an XRD is the same on every target', () => {
    const definitionOf = (target: string) => {
      const { spec } = parse(
        text(`manifests/platform-${target}/compositeresourcedefinition-databases.platform.example.org.yaml`),
      ) as { spec: { versions: unknown } };
      return spec.versions;
    };
    expect(definitionOf('aws')).toEqual(definitionOf('local'));
    expect(definitionOf('incluster')).toEqual(definitionOf('local'));
  });

  it.each(targets)(
    'lets Crossplane handle every kind that the golden files of %s compose, and nothing that no function declares',
    (target) => {
      const rules = rulesOf(target, `compose-${platform.version.replaceAll('.', '-')}`);
      // What a binding hands out is asked for besides, and composes nothing.
      const allowed = rules
        .filter(({ verbs }) => verbs.join() !== 'bind')
        .flatMap(({ apiGroups, resources }) => resources.map((plural) => `${plural}.${apiGroups[0]}`));
      const { requirements } = parse(text('release.yaml')) as { requirements: { kinds: Record<string, Kind[]> } };
      const required = requirements.kinds[target]?.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`) ?? [];
      expect(allowed).toHaveLength(required.length);
      const objects = composedOn(target);
      const bindable = rules.flatMap(({ verbs, resourceNames = [] }) => (verbs.join() === 'bind' ? resourceNames : []));
      expect(new Set(objects.flatMap(({ roleRef }) => roleRef?.name ?? []))).toEqual(new Set(bindable));
      const composed = objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
      expect(composed.length).toBeGreaterThan(0);
      expect([...new Set(composed)].filter((kind) => !required.includes(kind))).toEqual([]);
    },
  );

  it.each(platform.packages)(
    'lets whoever may work in a namespace work with every claim of $name there, and with nothing of the whole cluster',
    ({ name, targets }) => {
      const claimed = release.files
        .filter(({ path }) => path.startsWith(`manifests/${name}/compositeresourcedefinition-`))
        .map(({ content }) => (parse(String(content)) as Definition).spec)
        .flatMap(({ group, scope, names, claimNames = names }) =>
          claimNames === names && scope !== 'Namespaced' ? [] : [`${claimNames.plural}.${group}`],
        );
      expect(claimed.length).toBeGreaterThan(0);
      expect(claimed.join()).not.toContain('devnamespaces');
      for (const target of targets)
        for (const what of ['edit', 'view']) {
          const allowed = rulesOf(target, what).flatMap(({ apiGroups, resources }) =>
            resources.map((plural) => `${plural}.${apiGroups.join()}`),
          );
          expect(allowed, what).toEqual(claimed.toSorted());
        }
    },
  );

  it.each(targets)('deletes on %s every claim that says when its life ends, and no others', (target) => {
    const policy = parseAllDocuments(text(`install/${target}/expiry.yaml`))
      .map((document) => document.toJS() as { kind: string; spec: { matchConstraints: { resourceRules: object[] } } })
      .find(({ kind }) => kind === 'DeletingPolicy');
    expect(policy?.spec.matchConstraints.resourceRules).toEqual([
      { apiGroups: [platform.group], apiVersions: ['v1alpha1'], resources: ['devnamespaces'] },
    ]);
  });
});
