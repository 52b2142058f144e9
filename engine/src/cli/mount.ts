/** `planesmith mount` prints how an application reads the Secrets of a claim. */
import { type Command, Option } from 'commander';
import type { MountedSecret, MountForm } from '../scaffold/mount.ts';
import { UserError } from '../errors.ts';
import { type AnyApi, listedSecrets } from '../schema/index.ts';
import type { AnsweredClaim, AnswerOptions } from './answered-claims.ts';
import { flavourOption } from './flavour-option.ts';
import { valuesOption } from './values.ts';
import { print, printData, run, tell } from './session.ts';

interface Options extends Omit<AnswerOptions, 'observed' | 'complete' | 'function'> {
  readonly as: MountForm;
}

export function mount(program: Command): void {
  program
    .command('mount')
    .summary('show how an application reads the Secret of a claim')
    .description(
      "Prints the part of a pod's spec by which its container reads the Secret of a claim: a variable for each key, or a volume. " +
        'Keys that the target does not have are left out.',
    )
    .argument('<claim>', 'a file with one claim, or - for standard input')
    .addOption(
      new Option('--as <form>', 'variables or files').choices(['env', 'volume'] satisfies MountForm[]).default('env'),
    )
    .option(
      '--environment <name>',
      'the environment of the cluster: a file, or the name of one (default: the first that has what the target needs; local comes first)',
    )
    .option('--target <target>', 'the target that resources are made on (default: that of the first package)')
    .addOption(flavourOption())
    .addOption(valuesOption())
    .option('-n, --namespace <namespace>', 'of a claim that has none', 'default')
    .action(
      run(async ({ config, output }, path: string, { as, ...options }: Options) => {
        const [{ loadPlatform }, { answeredClaims }, { refusalOf }, { podFields }, { toYaml }] = await Promise.all([
          import('./load-platform.ts'),
          import('./answered-claims.ts'),
          import('../preview/render-claim.ts'),
          import('../scaffold/mount.ts'),
          import('../yaml/index.ts'),
        ]);
        const loaded = await loadPlatform(config);
        const { answered, code, unchosen, hint } = await answeredClaims(loaded, [path], { ...options, complete: true });
        if (code !== 0) return code;
        const [first, ...others] = answered;
        if (first === undefined || others.length > 0) {
          throw new UserError(`${path}: expected one claim, found ${answered.length}`, {
            hint: 'name a file with one claim',
          });
        }
        const { kind, metadata } = first.claim;
        const title = `${kind} ${metadata.name}`;
        const refusal = refusalOf(first.rendered);
        if (refusal !== undefined) throw new UserError(`${title} is refused: ${refusal}`, { ...(hint && { hint }) });
        const api = Object.values(loaded.platform.apis).find((one) => one.kind === kind);
        const secrets = api === undefined ? [] : secretsOf(api, first);
        if (api !== undefined && secrets.length === 0) throw withoutSecret(title, api);
        if (unchosen !== undefined) tell(`environment: ${unchosen} (--environment names another)`);
        const fields = podFields(as, ...secrets);
        if (output === 'text')
          print(
            `# part of the pod's spec: the Secret${secrets.length === 1 ? '' : 's'} of ${title}\n${toYaml(fields)}`,
          );
        else await printData(output, fields);
        return 0;
      }),
    );
}

/** The connection Secret of a claim, and those that it lists. */
function secretsOf(api: AnyApi, answered: AnsweredClaim): readonly MountedSecret[] {
  const { claim, rendered } = answered;
  const connection = secretOf(answered, Object.keys(api.secret));
  const listed = listedSecrets(api, claim, rendered.xr['status']).map(({ entry, name, keys }) => {
    return { claim: `${claim.metadata.name}_${entry}`, name, keys, aliases: {} };
  });
  return connection === undefined ? listed : [connection, ...listed];
}

function withoutSecret(title: string, { kind, secret }: AnyApi): UserError {
  return Object.keys(secret).length === 0
    ? new UserError(`${title} has no Secret: the API ${kind} writes none`)
    : new UserError(`${title} has no Secret here`, {
        hint: `\`explain ${kind}\` lists the keys that another target has`,
      });
}

/** The connection Secret among what a claim becomes, of an API that promises some keys. They win over aliases of their names. */
function secretOf({ claim, rendered: { own } }: AnsweredClaim, promised: readonly string[]): MountedSecret | undefined {
  const secret = own?.answer.outcome === 'composed' ? own.answer.composed.secret : undefined;
  const { data } = (secret?.object ?? secret?.later?.object() ?? {}) as { data?: object };
  if (secret === undefined || data === undefined) return undefined;
  const { connectionSecret } = (claim['spec'] ?? {}) as { connectionSecret?: { keyAliases?: Record<string, string> } };
  const aliases = Object.entries(connectionSecret?.keyAliases ?? {}).filter(([alias]) => !promised.includes(alias));
  const { name } = secret;
  return { claim: claim.metadata.name ?? '', name, keys: Object.keys(data), aliases: Object.fromEntries(aliases) };
}
