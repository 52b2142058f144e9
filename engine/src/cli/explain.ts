/** `planesmith explain` prints the documentation of an API or of one of its fields. */
import type { Command } from 'commander';
import type { Explanation } from '../schema/explain.ts';
import type { Effect } from '../preview/effects.ts';
import type { AnyApi } from '../schema/index.ts';
import { print, printData, run } from './session.ts';

interface Options {
  readonly environment?: string;
  readonly target?: string;
}

/** More would hide what matters: a larger size changes dozens of settings. */
const mostChanges = 8;

export function explain(program: Command): void {
  program
    .command('explain')
    .summary('show what a field of a claim means')
    .description(
      'Prints the documentation of an API, or of one of its fields: type, default, limits, and the keys of the Secret. ' +
        'With an environment it also shows what each value becomes there.',
    )
    .argument('<field>', 'a kind, or a field of it such as Database.spec.size')
    .option('--environment <name>', 'the environment in which values are tried: a file, or a name such as local')
    .option('--target <target>', 'the target on which they are tried (default: that of the first package)')
    .action(
      run(async ({ config, output }, field: string, { environment, target }: Options) => {
        const [{ loadPlatform }, { findApi }, explaining, { readEnvironment }] = await Promise.all([
          import('./load-platform.ts'),
          import('../scaffold/minimal.ts'),
          import('../schema/explain.ts'),
          import('./read-claims.ts'),
        ]);
        const loaded = await loadPlatform(config);
        const { platform } = loaded;
        const [kind = '', ...path] = field.split('.');
        const api = findApi(kind, platform);
        const { node, ...explanation } = explaining.explain(api, path.join('.'));
        const place = environment && { environment: readEnvironment(environment, loaded), target };
        const effects = place
          ? await (
              await import('../preview/effects.ts')
            ).effectsOf(platform, api, { path: explanation.path, node }, place)
          : undefined;
        const { version, targets, secret } = api;
        const whole = { apiVersion: `${platform.group}/${version}`, kind: api.kind, targets, secret, ...explanation };
        if (output === 'text') print(textOf(whole, effects));
        else await printData(output, { ...whole, ...(effects && { effects }) });
        return 0;
      }),
    );
}

interface Explained extends Explanation, Pick<AnyApi, 'kind' | 'targets' | 'secret'> {
  readonly apiVersion: string;
}

function textOf(explained: Explained, effects: readonly Effect[] = []): string {
  const { kind, apiVersion, targets, secret, path, type, description, fields } = explained;
  const lines = [`${[kind, path].filter(Boolean).join('.')}  <${type}>  ${apiVersion}`, '', `  ${description}`];
  const facts = factsOf(explained);
  if (path === '') {
    facts.push(`targets: ${targets.join(', ')}`);
    if (secret.length > 0) facts.push(`keys of its Secret: ${secret.join(', ')}`);
    facts.push(`fields of its spec follow; \`${kind}.status\` explains what it reports`);
  }
  if (facts.length > 0) lines.push('', ...facts.map((fact) => `  ${fact}`));
  const [spec] = fields;
  for (const field of path === '' && spec ? spec.fields : fields) {
    const name = field.path.slice(path === '' ? 'spec.'.length : path.length + 1);
    lines.push('', `  ${name}  <${field.type}>${field.presence === 'required' ? '  required' : ''}`);
    lines.push(`    ${field.description}`, ...factsOf(field).map((fact) => `    ${fact}`));
  }
  if (effects.length > 0) lines.push('', '  In this environment:', ...effects.flatMap(effectLines));
  return lines.join('\n');
}

function factsOf({ default: value, values, limits, deprecated }: Explanation): string[] {
  return [
    ...(values === undefined ? [] : [`one of: ${values.join(', ')}`]),
    ...(value === undefined ? [] : [`default: ${JSON.stringify(value)}`]),
    ...(limits.length === 0 ? [] : [`limits: ${limits.join('; ')}`]),
    ...(deprecated === undefined ? [] : [`deprecated: use ${deprecated}`]),
  ];
}

function effectLines({ value, refused, composes = {} }: Effect): string[] {
  const changes = Object.entries(composes);
  const more = changes.length - mostChanges;
  return [
    `    ${String(value)}${refused === undefined ? '' : `: refused: ${refused}`}`,
    ...changes.slice(0, mostChanges).map(([path, leaf]) => `      ${path}: ${JSON.stringify(leaf)}`),
    ...(more > 0 ? [`      and ${more} more (-o json shows all)`] : []),
  ];
}
