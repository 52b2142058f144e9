/** The ImageConfig that docs/install.md asks of everybody who installs by hand from a mirror, which the registry of a test is. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { platform } from '../../cases/platform.ts';
import { blocks, section, textOf } from '../../pages/page.ts';
import type { Item } from './client.ts';
import type { Registry } from './packages.ts';
import type { ControlPlane } from './start.ts';

const heading = '## If the registry is private, or the cluster pulls from a mirror';

/** Applies the one of the page that gives the Function its settings, as a person does. */
export async function settleMirror({ kubectl, folder }: ControlPlane, { host }: Registry): Promise<void> {
  const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
  const configs = blocks(section(textOf('docs/install.md'), heading), 'yaml').flatMap((block) =>
    parseAllDocuments(block.replaceAll('mirror.example.org/platform', `${host}/${path}`)),
  );
  const twin = configs.map((each) => each.toJS() as Item).find(({ spec }) => spec?.runtime !== undefined)!;
  const file = join(folder, 'mirror.json');
  await writeFile(file, JSON.stringify(twin));
  await kubectl('apply', '--server-side', '-f', file);
}
