/** Reads the file of a cluster: what it is for, and the one line that selects its version. */
import { isVersion } from '../../compare/version.ts';
import type { Flavour } from '../../schema/index.ts';
import type { UserError } from '../../errors.ts';
import { type FieldRule, mirrorProblem, nameProblem, pathProblem, readFields, serverProblem } from './fields.ts';

/** One cluster, as `clusters/<name>.yaml` describes it. */
export interface Cluster {
  /** The name of its file, too. */
  readonly name: string;
  /** Whose values its claims have, such as `prod`. */
  readonly environment: string;
  /** Where its resources come from, such as `aws`. */
  readonly target: string;
  readonly flavour: Flavour;
  /** The pointer: the version of the platform that it runs. */
  readonly version: string;
  /** The channel whose Compositions its claims follow. @default that of the version */
  readonly channel?: string;
  /** The API server, as Argo CD reaches it. @default `https://kubernetes.default.svc`, the cluster of Argo CD itself */
  readonly server: string;
  /** The cluster before it in the order of promotion. @default none: it gets versions first */
  readonly after?: string;
  /** Its EnvironmentConfig, relative to the folder of the fleet. */
  readonly facts?: string;
  /** The operators that come with its version. @default all that have a chart */
  readonly operators?: readonly string[];
  /** The registry that holds all that the cluster pulls, with a folder in it if there is one. @default none: it reaches the registries outside */
  readonly mirror?: string;
  /** Its own file, relative to the folder of the fleet. */
  readonly file: string;
}

/** A cluster, and how a mistake in one of its fields is reported. */
export interface ReadCluster {
  readonly cluster: Cluster;
  readonly mistake: (field: keyof Cluster, message: string, hint?: string) => UserError;
}

export const usualServer = 'https://kubernetes.default.svc';

const rules: Readonly<Record<string, FieldRule>> = {
  name: { check: nameProblem, required: true },
  environment: { check: nameProblem, required: true },
  target: { check: nameProblem, required: true },
  flavour: { check: flavourProblem, required: true },
  version: { check: versionProblem, required: true },
  channel: { check: nameProblem },
  server: { check: serverProblem },
  after: { check: nameProblem },
  facts: { check: pathProblem },
  operators: { check: nameProblem, list: true },
  mirror: { check: mirrorProblem },
};

/** What the file of a cluster says. */
export const clusterHint =
  'a cluster is `{ name: prod, environment: prod, target: aws, flavour: namespaced, version: 0.1.0 }`, with channel, server, after, facts, operators and mirror if it needs them';

/** The cluster in the text of a file; `file` is relative to the folder of the fleet. Throws a `UserError` at the place of a mistake. */
export function readCluster(text: string, file: string, shown: string): ReadCluster {
  const fields = readFields(text, { file: shown, noun: 'cluster', rules, hint: clusterHint });
  const name = fields.required('name');
  const expected = file.slice(file.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '');
  if (name !== expected) {
    throw fields.mistake('name', `name: this is the file of ${expected}, and names ${name}`, 'give both one name');
  }
  const [channel, after, facts, mirror] = ['channel', 'after', 'facts', 'mirror'].map((field) => fields.text(field));
  const operators = fields.texts('operators');
  const cluster: Cluster = {
    name,
    environment: fields.required('environment'),
    target: fields.required('target'),
    flavour: fields.required('flavour') === 'claims' ? 'claims' : 'namespaced',
    version: fields.required('version'),
    server: fields.text('server') ?? usualServer,
    ...(channel !== undefined && { channel }),
    ...(after !== undefined && { after }),
    ...(facts !== undefined && { facts }),
    ...(operators !== undefined && { operators }),
    ...(mirror !== undefined && { mirror }),
    file,
  };
  return { cluster, mistake: fields.mistake };
}

function flavourProblem(text: string): string | undefined {
  return ['namespaced', 'claims'].includes(text) ? undefined : 'is neither namespaced nor claims';
}

function versionProblem(text: string): string | undefined {
  return isVersion(text) ? undefined : 'is no version, such as 0.1.0';
}
