/** The README of a kit. */
import type { Platform } from '../../platform/platform.ts';

/** What a developer reads first. */
export function kitReadme(
  name: string,
  { name: platform, version, group, apis }: Platform,
  environments: readonly string[],
) {
  const [kind] = Object.values(apis).map((api) => api.kind);
  const typeImport = `import type { ${kind} } from '${name}'`;
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
| \`migrate\`  | prints a diff of claims for another version           |

${
  environments.length === 0
    ? 'It has no environments: `--environment` names a file.'
    : `Environments by name, for \`--environment\`: ${environments.map((each) => `\`${each}\``).join(', ')}.`
}

- Open \`docs/index.html\` in a browser: a page for each API. \`schemas\` has JSON Schemas for editors.
- \`npx ${name} overlay . | git apply\` writes what GitOps controllers sync: \`environments/<environment>/claims.yaml\`, from \`claims/\` and
  \`values.<environment>.yaml\`.
- A file for \`--values\` has the fields of a spec for each claim, by its kind and name: \`${kind}/orders: { … }\`. An empty file changes nothing.
- \`${typeImport}\` is the type of a claim:

  \`\`\`ts
  ${typeImport};
  export const spec: Partial<${kind}['spec']> = {};
  \`\`\`

- The commands run without rights (Node's permission model): they read this package and the paths on their command line, write nothing, start
  nothing, and reach no network.
`;
}
