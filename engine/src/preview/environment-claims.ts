/** The claims of one environment as the one file that controllers sync. */
import { UserError } from '../errors.ts';
import { readDocuments } from '../judge/documents.ts';
import { expand, type Judged } from '../judge/judge.ts';
import { toYamlStream } from '../yaml/index.ts';

/** Where an application has its claims, below its folder. */
export const claimsFolder = 'claims';
/** Where controllers find the claims of each environment, below the same folder. */
export const environmentsFolder = 'environments';

/** The file of the claims of an environment, below the folder of its application. */
export function claimsFile(environment: string): string {
  return `${environmentsFolder}/${environment}/claims.yaml`;
}

/**
 * The text of that file, from valid claims with the values of the file `values` in them, in their order. Throws a `UserError` if controllers could not apply all of
 * them, or if there is none: an empty file would delete what the environment has.
 */
export function claimsText(claims: readonly Judged[], values: string): string {
  if (claims.length === 0) {
    throw new UserError(`there is no claim in ${claimsFolder}`, {
      hint: `to take all claims out of an environment, delete its folder in ${environmentsFolder}, and its file of values`,
    });
  }
  const seen = new Map<string, string>();
  for (const { verdict } of claims) {
    const { file, apiVersion, kind, namespace, name } = verdict;
    if (kind === 'EnvironmentConfig') {
      throw new UserError(`${file}: an EnvironmentConfig is no claim`, {
        hint: 'keep it in the repository of operations',
      });
    }
    if (name === null) {
      throw new UserError(`${file}: a ${kind} has no name, and controllers apply claims by their names`, {
        hint: 'give it metadata.name in place of generateName',
      });
    }
    const identity = JSON.stringify([apiVersion?.split('/')[0], kind, namespace, name]);
    const other = seen.get(identity);
    if (other !== undefined) {
      throw new UserError(`${other} and ${file} both have the ${kind} ${name}`, { hint: 'take one of them out' });
    }
    seen.set(identity, file);
  }
  const head = `# Written by \`planesmith overlay\` from ${claimsFolder} and ${values}: change those, since this file is written again.\n`;
  return head + toYamlStream(claims.map(({ value }) => value));
}

/** The claims of the one text that the other does not have, each as its kind and its name with the namespace; none of a text that is no YAML. */
export function goneClaims(before: string, after: string): readonly string[] {
  const left = new Set(namesIn(after));
  return namesIn(before).filter((name) => !left.has(name));
}

function namesIn(text: string): readonly string[] {
  return readDocuments('', text)
    .documents.flatMap(expand)
    .map(({ value }) => {
      const { kind, metadata } = Object(value) as {
        kind?: unknown;
        metadata?: { name?: unknown; namespace?: unknown };
      };
      const name = [metadata?.namespace, metadata?.name].filter((part) => part !== undefined).map(String);
      return `${String(kind)} ${name.join('/')}`;
    });
}
