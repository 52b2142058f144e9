/** Writes the documentation of an API, or of one of its fields, for a terminal. */
import type { Effect, Effects } from '../preview/effects.ts';
import type { Explanation } from '../schema/explain.ts';
import { type AnyApi, deprecationText, listedName } from '../schema/index.ts';

/** More would hide what matters: a larger size changes dozens of settings. */
const mostChanges = 8;

export interface Explained extends Explanation, Pick<AnyApi, 'kind' | 'targets' | 'secret'> {
  readonly apiVersion: string;
  /** The field of the spec that lists Secrets, if there is one. */
  readonly secretsIn?: string;
}

/** The text: one line for each sentence, however long. */
export function explanationText(explained: Explained, seen: Effects = { target: undefined, effects: [] }): string {
  const { kind, apiVersion, targets, secret, path, type, description, fields } = explained;
  const lines = [`${[kind, path].filter(Boolean).join('.')}  <${type}>  ${apiVersion}`, '', `  ${description}`];
  const facts = factsOf(explained);
  if (path === '') facts.push(`targets: ${targets.join(', ')}`);
  if (path === '' || /^spec\.connectionSecret\b/.test(path)) facts.push(...keyLines(secret));
  if (path === '') facts.push(...listedLine(explained));
  if (path === '') facts.push(`fields of its spec follow; \`${kind}.status\` explains what it reports`);
  if (facts.length > 0) lines.push('', ...facts.map((fact) => `  ${fact}`));
  const [spec] = fields;
  for (const field of path === '' && spec ? spec.fields : fields) {
    const name = field.path.slice(path === '' ? 'spec.'.length : path.length + 1);
    lines.push('', `  ${name}  <${field.type}>${field.presence === 'required' ? '  required' : ''}`);
    lines.push(`    ${field.description}`, ...factsOf(field).map((fact) => `    ${fact}`));
  }
  const { target, effects } = seen;
  if (effects.length > 0) lines.push('', `  In this environment, on ${target}:`, ...effects.flatMap(effectLines));
  return lines.join('\n');
}

function factsOf({ default: value, values, limits, environment = [], deprecated }: Explanation): string[] {
  return [
    ...(values === undefined ? [] : [`one of: ${values.join(', ')}`]),
    ...(value === undefined ? [] : [`default: ${JSON.stringify(value)}`]),
    ...(limits.length === 0 ? [] : [`limits: ${limits.join('; ')}`]),
    ...environment.map((allowed) => `in an environment: ${allowed}`),
    ...(deprecated === undefined ? [] : [deprecationText(deprecated)]),
  ];
}

function keyLines(secret: AnyApi['secret']): string[] {
  const keys = Object.entries(secret);
  return keys.length === 0
    ? []
    : ['keys of its Secret, as far as the target has them:', ...keys.map(([key, meaning]) => `  ${key}: ${meaning}`)];
}

function listedLine({ kind, secretsIn }: Explained): string[] {
  if (secretsIn === undefined) return [];
  const name = listedName({ kind }, '<claim>', '<name>');
  return [`Secrets: ${name} for each name in spec.${secretsIn}, with the keys that the claim gives it`];
}

function effectLines({ value, refused, composes = {} }: Effect): string[] {
  const changes = Object.entries(composes);
  const more = changes.length - mostChanges;
  return [
    `    ${String(value)}${refused === undefined ? '' : `: refused: ${refused}`}`,
    ...changes.slice(0, mostChanges).map(([path, leaf]) => `      ${path}: ${JSON.stringify(leaf)}`),
    ...(more > 0 ? [`      and ${more} more (-o json shows all)`] : []),
  ];
}
