/** Where controllers find the fleet and the claims: `fleet.yaml`, and a file in `apps/` for each repository of an application. */
import { type FieldRule, nameProblem, pathProblem, readFields, repositoryProblem, revisionProblem } from './fields.ts';

/** A place in Git, or in a registry whose artifacts hold the files of a commit. */
export interface Source {
  /** `https://…` and `ssh://…` name a Git repository, `oci://…` a repository of OCI artifacts. */
  readonly repository: string;
  /** The branch in Git, or the tag of an artifact. */
  readonly revision: string;
}

/** Where the fleet itself is, as `fleet.yaml` says. */
export interface FleetSource extends Source {
  /** The folder of the fleet in its repository. @default its root */
  readonly path?: string;
}

/** The repository of an application, as `apps/<name>.yaml` describes it. */
export interface AppRepository extends Source {
  /** The name of its file, too. */
  readonly name: string;
  /** The folder of its claims; `{environment}` stands for the environment of the cluster. */
  readonly path: string;
  /** Where its claims live in every cluster. */
  readonly namespace: string;
  /** The environments that it is for. @default all */
  readonly environments?: readonly string[];
  /** Whether it may have claims that are in no namespace. @default false */
  readonly clusterScoped: boolean;
  /** Whether Argo CD shows what claims become. It then also accepts such objects from the repository. @default false */
  readonly showComposed: boolean;
}

const sourceRules = {
  repository: { check: repositoryProblem, required: true },
  revision: { check: revisionProblem },
} satisfies Record<string, FieldRule>;

const fleetRules = { ...sourceRules, path: { check: pathProblem } } satisfies Record<string, FieldRule>;

const appRules: Readonly<Record<string, FieldRule>> = {
  name: { check: nameProblem, required: true },
  ...sourceRules,
  path: { check: appPathProblem, required: true },
  namespace: { check: nameProblem, required: true },
  environments: { check: nameProblem, list: true },
  clusterScoped: { check: flagProblem },
  showComposed: { check: flagProblem },
};

const usualRevision = 'main';
/** What `fleet.yaml` says. */
export const fleetHint = 'it is `{ repository: https://git.example.org/operations.git, revision: main, path: gitops }`';
const appHint =
  'an application is `{ name: shop, repository: https://git.example.org/shop.git, path: environments/{environment}, namespace: team-a }`, with revision, environments, clusterScoped and showComposed if it needs them';

/** The place of the fleet in the text of `fleet.yaml`. Throws a `UserError` at the place of a mistake. */
export function readFleetSource(text: string, shown: string): FleetSource {
  const fields = readFields(text, { file: shown, noun: 'fleet', rules: fleetRules, hint: fleetHint });
  const path = fields.text('path');
  return {
    repository: fields.required('repository'),
    revision: fields.text('revision') ?? usualRevision,
    ...(path !== undefined && { path }),
  };
}

/** The application in the text of its file. Throws a `UserError` at the place of a mistake. */
export function readApp(text: string, fileName: string, shown: string): AppRepository {
  const fields = readFields(text, { file: shown, noun: 'application', rules: appRules, hint: appHint });
  const name = fields.required('name');
  const expected = fileName.replace(/\.ya?ml$/, '');
  if (name !== expected) {
    throw fields.mistake('name', `name: this is the file of ${expected}, and names ${name}`, 'give both one name');
  }
  const environments = fields.texts('environments');
  return {
    name,
    repository: fields.required('repository'),
    revision: fields.text('revision') ?? usualRevision,
    path: fields.required('path'),
    namespace: fields.required('namespace'),
    ...(environments !== undefined && { environments }),
    clusterScoped: fields.text('clusterScoped') === 'true',
    showComposed: fields.text('showComposed') === 'true',
  };
}

function appPathProblem(text: string): string | undefined {
  return pathProblem(text.replaceAll('{environment}', 'environment'));
}

function flagProblem(text: string): string | undefined {
  return ['true', 'false'].includes(text) ? undefined : 'is neither true nor false';
}
