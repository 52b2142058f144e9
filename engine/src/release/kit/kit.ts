/** Builds the kit of a platform: an npm package with the developer's commands in one file, and what goes with them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { AnyFunctions } from '../../authoring/index.ts';
import { type File, textIn } from '../../files.ts';
import { readDocuments } from '../../judge/documents.ts';
import type { Platform } from '../../platform/platform.ts';
import { allCompositions } from '../../preview/compositions.ts';
import { bundleKit } from '../../xpkg/bundle.ts';
import { digestOf } from '../../xpkg/digest.ts';
import { gzip } from '../../xpkg/gzip.ts';
import { packTar, textContent } from '../../xpkg/tar.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { schemaFiles } from '../schemas.ts';
import { claimTypes } from './claim-types.ts';
import { contractIn } from './contract-file.ts';
import { kitReadme } from './readme.ts';
import { tryKit } from './try-kit.ts';

const engine = join(import.meta.dirname, '../../..');
/** The commands, in TypeScript or as they are packed. */
const commands = join(import.meta.dirname, '../../cli', `kit${extname(import.meta.filename)}`);

/** What a kit is made of besides the platform. */
export interface KitSources {
  /** The platform's folder. */
  readonly root: string;
  /** The platform's configuration, relative to its folder. */
  readonly config: string;
  readonly functions: AnyFunctions;
  /** The static site, below docs/. */
  readonly pages: readonly File[];
  /** Whether to run the kit once, as before it is published. @default false */
  readonly isTried?: boolean;
}

/** The kit as one file of dist/: the same bytes from the same sources, on every machine. */
export async function kitFile(platform: Platform, sources: KitSources): Promise<File> {
  const files = await kitFiles(platform, sources);
  const contents = files.map((file) => ({ ...file, bytes: bytesOf(file) }));
  const kit = {
    platform: platform.name,
    version: platform.version,
    group: platform.group,
    engine: manifest.version,
    files: Object.fromEntries(contents.map(({ path, bytes }) => [path, digestOf(bytes)])),
  };
  const entries = [...contents, { path: 'kit.json', bytes: textContent(json(kit)) }];
  if (sources.isTried) await tryKit(entries);
  const archive = await packTar(
    entries.map(({ path, bytes }) => {
      const mode = path === 'bin/kit.cjs' ? 0o755 : 0o644;
      return { type: 'file', path: `package/${path}`, content: bytes, mode };
    }),
  );
  return { path: `kit/${platform.name}-${platform.version}.tgz`, content: gzip(archive) };
}

async function kitFiles(platform: Platform, { root, config, functions, pages }: KitSources): Promise<File[]> {
  const name = platform.kit?.name ?? `@${platform.name}/platform`;
  const command = name.slice(name.indexOf('/') + 1);
  const environments = environmentsIn(root, platform.name);
  const licence = join(root, 'LICENSE');
  return [
    { path: 'package.json', content: json(packageOf(platform, { name, command, license: licenceOf(root) })) },
    ...['kit.cjs', 'kit-guard.cjs'].map((file) => ({
      path: `bin/${file}`,
      content: readFileSync(join(engine, 'bin', file)),
    })),
    { path: 'kit.mjs', content: await program(platform, { root, config }, command) },
    { path: 'index.d.ts', content: claimTypes(platform.group, Object.values(platform.apis)) },
    {
      path: 'README.md',
      content: kitReadme(
        name,
        platform,
        environments.map(({ path }) => path.replace(/\.[^.]+$/, '')),
      ),
    },
    contractIn(platform, functions),
    ...(existsSync(licence) ? [{ path: 'LICENSE', content: readFileSync(licence) }] : []),
    ...pages,
    ...schemaFiles(platform, functions).map(({ path, content }) => ({ path: `schemas/${path}`, content })),
    ...environments.map(({ path, content }) => ({ path: `environments/${path}`, content })),
  ];
}

function packageOf(
  { name: platform, version, group }: Platform,
  { name, command, license }: { readonly name: string; readonly command: string; readonly license: string },
): object {
  return {
    name,
    version,
    description: `The APIs of the platform ${platform} (${group}), for its developers`,
    license,
    type: 'module',
    engines: manifest.engines,
    bin: { [command]: 'bin/kit.cjs' },
    types: './index.d.ts',
    exports: {
      '.': { types: './index.d.ts' },
      './schemas/*': './schemas/*',
      './kit.json': './kit.json',
      './package.json': './package.json',
    },
  };
}

async function program(
  platform: Platform,
  { root, config }: Pick<KitSources, 'root' | 'config'>,
  command: string,
): Promise<Uint8Array> {
  const parts = { command, engine: manifest.version, synthesised: await allCompositions(platform) };
  return bundleKit(
    [
      `import platform from ${JSON.stringify(`./${config}`)};`,
      `import { runKit } from ${JSON.stringify(commands)};`,
      `await runKit(platform, import.meta.dirname, ${JSON.stringify(parts)});`,
    ].join('\n'),
    root,
  );
}

/** The licence of the platform, as its own package.json says. */
function licenceOf(root: string): string {
  const { license } = JSON.parse(textIn(root, 'package.json') ?? '{}') as { license?: unknown };
  return typeof license === 'string' ? license : 'UNLICENSED';
}

/** The files in examples/environments/ that are EnvironmentConfigs of the platform, sorted by name. */
function environmentsIn(root: string, platform: string): File[] {
  const folder = join(root, 'examples', 'environments');
  if (!existsSync(folder)) return [];
  const isOne = (text: string): boolean => {
    const { documents, issues } = readDocuments('', text);
    const { kind, metadata } = (documents[0]?.value ?? {}) as { kind?: unknown; metadata?: { name?: unknown } | null };
    return issues.length === 0 && documents.length === 1 && kind === 'EnvironmentConfig' && metadata?.name === platform;
  };
  return readdirSync(folder)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((path) => ({ path, content: textIn(root, `examples/environments/${path}`) ?? '' }))
    .filter(({ content }) => isOne(content));
}

function bytesOf({ content }: File): Uint8Array {
  return typeof content === 'string' ? textContent(content) : content;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
