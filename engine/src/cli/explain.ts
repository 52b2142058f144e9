/** `planesmith explain` prints the documentation of an API or of one of its fields. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { printData, printProse, run } from './session.ts';

interface Options {
  readonly environment?: string;
  readonly target?: string;
}

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
        const [{ loadPlatform }, { findApi }, explaining, { secretsField }, { readEnvironment }] = await Promise.all([
          import('./load-platform.ts'),
          import('../scaffold/minimal.ts'),
          import('../schema/explain.ts'),
          import('../schema/index.ts'),
          import('./read-claims.ts'),
        ]);
        const loaded = await loadPlatform(config);
        const { platform } = loaded;
        const [kind = '', ...path] = field.split('.');
        const api = findApi(kind, platform);
        const { node, ...explanation } = explaining.explain(api, path.join('.'));
        if (target !== undefined && !api.targets.includes(target)) {
          throw new UserError(`${api.kind} has no target ${target}`, {
            hint: `its targets are ${api.targets.join(', ')}`,
          });
        }
        const place = environment && { environment: readEnvironment(environment, loaded), target };
        const effects = place
          ? await (
              await import('../preview/effects.ts')
            ).effectsOf(platform, api, { path: explanation.path, node }, place)
          : undefined;
        const { version, targets, secret } = api;
        const secretsIn = secretsField(api);
        const whole = {
          apiVersion: `${platform.group}/${version}`,
          kind: api.kind,
          targets,
          secret,
          ...(secretsIn && { secretsIn }),
          ...explanation,
        };
        if (output === 'text') printProse((await import('./explanation-text.ts')).explanationText(whole, effects));
        else await printData(output, { ...whole, ...effects });
        return 0;
      }),
    );
}
