/** The pages of docs/apis: one for each API, and the list of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { apiPage } from 'planesmith/release';
import { format, resolveConfig } from 'prettier';
import { functions } from '../functions/index.ts';
import platform from '../planesmith.config.ts';

const root = resolve(import.meta.dirname, '..');

/** The texts by path relative to the repository: what is there, if it is, and what must be. */
export async function apiPages(): Promise<readonly { path: string; present: string | undefined; wanted: string }[]> {
  const list = Object.entries(platform.apis).map(
    ([key, { kind, description }]) => `- [${kind}](${key}.md): ${description}`,
  );
  const texts: [path: string, text: string][] = [['docs/apis/README.md', `# The APIs\n\n${list.join('\n')}\n`]];
  for (const [key, api] of Object.entries(platform.apis)) {
    const example = readFileSync(join(root, `examples/${key}.yaml`), 'utf8');
    const { targets } = functions[key as keyof typeof functions];
    texts.push([
      `docs/apis/${key}.md`,
      apiPage(api, {
        group: platform.group,
        example,
        file: `examples/${key}.yaml`,
        targets,
        conditions: '../conditions.md',
      }),
    ]);
  }
  return Promise.all(
    texts.map(async ([path, text]) => {
      const file = join(root, path);
      const options = { ...(await resolveConfig(file)), parser: 'markdown' };
      const wanted = await format(`<!-- Written by \`npm run update\`. -->\n\n${text}`, options);
      return { path, present: existsSync(file) ? readFileSync(file, 'utf8') : undefined, wanted };
    }),
  );
}
