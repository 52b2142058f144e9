/** The pages of a kit: one for each API, and the list of them. */
import type { AnyFunctions } from '../../authoring/index.ts';
import type { File } from '../../files.ts';
import type { Platform } from '../../platform/platform.ts';
import { claimText, minimalClaim } from '../../scaffold/minimal.ts';
import { apiPage } from '../api-page.ts';
import { exampleClaims } from '../examples.ts';

/** The pages below docs/, with examples of the platform in the folder `root`. */
export function kitPages(platform: Platform, root: string, functions: AnyFunctions): File[] {
  const { group } = platform;
  const pages = Object.entries(platform.apis).map(([key, api]) => {
    const [example = claimText(minimalClaim(api, platform, 'example', undefined))] = exampleClaims(root, group, {
      [key]: api,
    });
    const targets = functions[key]?.targets ?? {};
    return { path: `docs/apis/${key}.md`, content: apiPage(api, { group, example, targets }) };
  });
  const list = Object.entries(platform.apis).map(
    ([key, { kind, description }]) => `- [${kind}](apis/${key}.md): ${description}`,
  );
  return [{ path: 'docs/README.md', content: `# The APIs\n\n${list.join('\n')}\n` }, ...pages];
}

/** What a developer reads first. */
export function kitReadme(name: string, { name: platform, version, group }: Platform, environments: readonly string[]) {
  return `# ${name}

The APIs of the platform \`${platform}\` ${version} (\`${group}\`), for its developers. It needs Node 22.18 or later, and neither network nor cluster.

\`\`\`sh
npx ${name} claim <Kind> <name>
npx ${name} validate claims/
npx ${name} render claims/
\`\`\`

| command    | does                                                  |
| ---------- | ----------------------------------------------------- |
| \`claim\`    | prints a claim to start from                          |
| \`explain\`  | shows what a field of a claim means                   |
| \`validate\` | checks claims as the API server does                  |
| \`overlay\`  | puts an environment's values into claims              |
| \`render\`   | shows what claims become                              |
| \`mount\`    | shows how an application reads the Secret of a claim  |

${
  environments.length === 0
    ? 'It has no environments: `--environment` names a file.'
    : `Environments by name, for \`--environment\`: ${environments.map((each) => `\`${each}\``).join(', ')}.`
}

- \`docs/apis\` has a page for each API, \`schemas\` a JSON Schema for editors.
- \`import type { ${'Kind'} } from '${name}'\` is the type of a claim.
- The commands run without rights (Node's permission model): they read this package and the paths on their command line, write nothing, start
  nothing, and reach no network.
`;
}
