/** Reads the facts of a cluster: the EnvironmentConfig that its operator writes. */
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { readYaml } from '../yaml/index.ts';
import { asked, isItem, type Item, type Kubectl } from './kubectl.ts';

const resource = 'environmentconfigs.apiextensions.crossplane.io';

/** The EnvironmentConfig in the file. Throws a `UserError` if it is not one of this platform, or not as the release's schema has it. */
export function factsIn(file: string, platform: string, dist: string): Item {
  const text = textIn('', file);
  if (text === undefined)
    throw new UserError(`there is no ${file}`, { hint: 'name the file with the EnvironmentConfig' });
  const [document, ...others] = readYaml(text).documents;
  if (document === undefined || others.length > 0 || 'problem' in document) {
    const problem = document !== undefined && 'problem' in document ? document.problem : 'it must hold one document';
    throw new UserError(`${file}: ${problem}`, { hint: 'write one EnvironmentConfig into it' });
  }
  const item: unknown = document.value;
  if (!isItem(item) || item.kind !== 'EnvironmentConfig' || item.metadata.name !== platform) {
    throw new UserError(`${file} is not the EnvironmentConfig ${platform}, which the functions read`, {
      hint: `set kind: EnvironmentConfig and metadata.name: ${platform}`,
    });
  }
  insistValid(file, item, dist);
  return item;
}

function insistValid(file: string, item: Item, dist: string): void {
  const schema = textIn(dist, 'schemas/environment.json');
  if (schema === undefined) return;
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const isValid = ajv.compile(JSON.parse(schema) as object);
  if (isValid(item)) return;
  const problems = (isValid.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath.slice(1).replaceAll('/', '.') || 'the document'} ${message}`,
  );
  throw new UserError(`${file}: ${[...new Set(problems)].join('; ')}`, {
    hint: '`planesmith validate` says more about it',
  });
}

/** Throws a `UserError` if the cluster has no facts of its own and is given none: a sample would be made up. */
export async function insistOnFacts(kubectl: Kubectl, platform: string, sample: string): Promise<void> {
  const args = ['get', resource, platform, '--ignore-not-found', '-o', 'name'];
  const found = await asked(kubectl, `the cluster does not show the EnvironmentConfig ${platform}`, args);
  if (found.trim() !== '') return;
  throw new UserError(`the cluster has no EnvironmentConfig ${platform}, which holds its facts`, {
    hint: `copy ${join(sample, 'environment.yaml')}, write the facts of this cluster into it, and name the copy with --facts`,
  });
}
