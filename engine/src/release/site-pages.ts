/** The static site of a release, which dist/ and the kit have below docs/. */
import type { AnyFunctions } from '../authoring/index.ts';
import { type File, textIn } from '../files.ts';
import type { Platform } from '../platform/platform.ts';
import { environmentNode } from './schemas.ts';

/** The static site, with examples of the platform in the folder `root`. The library for its Markdown is loaded only to build it. */
export async function sitePages(platform: Platform, root: string, functions: AnyFunctions): Promise<File[]> {
  const { siteFiles } = await import('../docs/site.ts');
  const exampleOf = (key: string) => textIn(root, `examples/${key}.yaml`);
  const files = siteFiles({ platform, functions, environment: environmentNode(functions), exampleOf });
  return files.map((file) => ({ ...file, path: `docs/${file.path}` }));
}
