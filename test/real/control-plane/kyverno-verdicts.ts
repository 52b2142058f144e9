/** Asks Kyverno's own engine what its policies make of requests. */
import { spawn } from 'node:child_process';
import { text as allOf } from 'node:stream/consumers';
import type { RequestedKind } from '../../cases/catalogue-requests.ts';
import { platform } from '../../cases/platform.ts';
import { locateTool } from '../tools/tools.ts';

/** A request to make an object, or to change `oldObject`. */
export interface KyvernoQuestion {
  readonly policy: object;
  readonly kind: RequestedKind;
  readonly user: { readonly username: string; readonly groups?: readonly string[] };
  readonly object: object;
  readonly oldObject?: object;
  /** The namespace of the object. @default it is in none */
  readonly namespace?: { readonly metadata: { readonly name: string; readonly labels: object } };
  /** The data of the EnvironmentConfig; undefined if there is none. */
  readonly environment: object | undefined;
}

/** What Kyverno says: `pass`, `fail`, `error`, `skip` by a match condition, or an empty status if the policy is not about the object. */
export interface KyvernoVerdict {
  readonly status: string;
  readonly message: string;
}

/** What is missing to ask, as a sentence; undefined if nothing is. */
export async function missingForKyvernoVerdicts(): Promise<string | undefined> {
  const located = await locateTool('policy-verdicts');
  return 'missing' in located ? located.missing : undefined;
}

/** Returns the verdicts on the requests, in their order. */
export async function kyvernoVerdicts(questions: readonly KyvernoQuestion[]): Promise<readonly KyvernoVerdict[]> {
  const located = await locateTool('policy-verdicts');
  if ('missing' in located) throw new Error(located.missing);
  const program = spawn(located.path, { stdio: ['pipe', 'pipe', 'inherit'] });
  program.stdin.end(questions.map((question) => `${JSON.stringify(asInput(question))}\n`).join(''));
  const lines = (await allOf(program.stdout)).trimEnd().split('\n');
  if (lines.length !== questions.length)
    throw new Error(`policy-verdicts answered ${lines.length} of ${questions.length} questions`);
  return lines.map((line) => JSON.parse(line) as KyvernoVerdict);
}

/** The question as policy-verdicts/main.go reads it. The cluster also has an EnvironmentConfig of others. */
function asInput({ policy, kind, user, object, oldObject, namespace, environment }: KyvernoQuestion): object {
  const { group, version, plural } = kind;
  const config = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };
  const configs = [
    { ...config, metadata: { name: 'another' }, data: { limits: { sizes: [] } } },
    ...(environment === undefined ? [] : [{ ...config, metadata: { name: platform.name }, data: environment }]),
  ];
  return {
    policy,
    namespace,
    objects: configs.map((found) => ({ resource: 'environmentconfigs', object: found })),
    request: {
      uid: 'asked',
      kind: { group, version, kind: kind.kind },
      resource: { group, version, resource: plural },
      name: 'made',
      ...(namespace && { namespace: namespace.metadata.name }),
      operation: oldObject === undefined ? 'CREATE' : 'UPDATE',
      userInfo: user,
      object,
      ...(oldObject && { oldObject }),
    },
  };
}
