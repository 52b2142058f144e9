/** The README of a kit. */
import type { Platform } from '../../platform/platform.ts';

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

- Open \`docs/index.html\` in a browser: a page for each API. \`schemas\` has JSON Schemas for editors.
- \`import type { ${'Kind'} } from '${name}'\` is the type of a claim.
- The commands run without rights (Node's permission model): they read this package and the paths on their command line, write nothing, start
  nothing, and reach no network.
`;
}
