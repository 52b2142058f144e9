import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { claim, environment, widgetFolder } from '../cli/testing/widget-folder.ts';
import { perTarget, platform } from '../index.ts';
import { apis, functions } from '../testing/widget.ts';
import { checkSchemas } from './check-schemas.ts';
import { schemaFiles } from './schemas.ts';

const toys = platform({
  name: 'toys',
  group: 'toys.example.org',
  registry: 'registry.example.org/toys',
  crossplane: '>=v2.4.0',
  version: '1.2.3',
  apis,
  compositions: async () => ({ compositions: { widget: () => {} } }),
  functions: async () => ({ functions }),
  packages: perTarget('toys', ['local', 'cloud']),
});
const files = schemaFiles(toys, functions);

/** What the check says of a platform with this example. */
async function verdictOn(path: string, text: string): Promise<string | undefined> {
  const root = widgetFolder({ [`examples/${path}`]: text });
  try {
    await checkSchemas(files, toys, root);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('the editor schemas', () => {
  it.each([
    { path: 'good.yaml', text: claim, says: undefined, reason: 'both accept it' },
    { path: 'bad.yaml', text: claim.replace('large', 'huge'), says: undefined, reason: 'the platform refuses it too' },
    {
      path: 'null.yaml',
      text: claim.replace('large', 'null'),
      says: /examples\/null\.yaml:7:3: editors refuse by schemas\/widget-v1alpha1\.json what the platform accepts: spec\.size must be string/,
      reason: 'the API server gives its default in place of null',
    },
    {
      path: 'environments/null.yaml',
      text: `${environment}  tier: null\n`,
      says: /environments\/null\.yaml:8:3: editors refuse by schemas\/environment\.json what the platform accepts: data\.tier/,
      reason: 'environments are judged too',
    },
  ])('agree with the platform on $path: $reason', async ({ path, text, says }) => {
    const message = await verdictOn(path, text);
    if (says === undefined) expect(message).toBe(undefined);
    else expect(message).toMatch(says);
  });

  it.each([
    { content: '{ "type": "strng" }', reason: 'a type that is none' },
    { content: '{ "minimun": 1 }', reason: 'a keyword that editors would ignore' },
  ])('are refused for $reason', async ({ content }) => {
    const odd = [{ path: 'odd.json', content }];
    await expect(checkSchemas(odd, toys, '/nowhere')).rejects.toThrow(/^schemas\/odd\.json is no schema that editors/);
  });
});
