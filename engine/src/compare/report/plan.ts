/** A plan for a terminal, and as the comment of a pull request. */
import type { Finding } from '../finding.ts';
import { byTeam, type Plan } from '../plan.ts';
import { escapeMarkdown } from './markdown.ts';

/** How many teams, and how many claims of each, a finding names: the others are counted. */
const mostTeams = 8;
const mostNames = 5;
/** GitHub takes comments of 65,536 characters; all but the findings is far shorter than what is left. */
const mostCharacters = 55_000;

/** One sentence: how many claims the release changes. */
function verdict({ claims, changed, fails }: Plan): string {
  if (changed === 0) return `nothing changes for ${claims === 1 ? 'the claim' : `any of ${claims} claims`}`;
  const some = `${changed} of ${claims} ${claims === 1 ? 'claim' : 'claims'} ${changed === 1 ? 'changes' : 'change'}`;
  return fails ? `${some}, and not all of it is harmless` : some;
}

/** Where the verdict is true: a claim may become something else elsewhere. */
function where({ targets, environment, unserved, converted = 0 }: Plan): string {
  const [first, ...others] = unserved;
  const place = `on ${listed(targets)}, in the environment ${environment}${twice(converted)}`;
  if (first === undefined) return place;
  if (others.length === 0) return `${place}; 1 claim is refused there today, so nothing of it can change: ${first}`;
  return `${place}; ${unserved.length} claims are refused there today, so nothing of them can change, such as ${first}`;
}

function twice(converted: number): string {
  if (converted === 0) return '';
  const some = converted === 1 ? '1 claim is' : `${converted} claims are`;
  return `; ${some} also planned as \`planesmith migrate\` rewrites ${converted === 1 ? 'it' : 'them'}, and then called (converted)`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The lines of a plan: the verdict first, then what happens, the worst first. */
export function planText(plan: Plan): readonly string[] {
  return [
    `plan: ${verdict(plan)}`,
    where(plan),
    ...plan.groups.flatMap(({ title, means, findings }) => [
      '',
      `${title} (${means}):`,
      ...findings.flatMap((finding) => [`  ${sentence(finding)}`, ...hits(finding).map((hit) => `    ${hit}`)]),
    ]),
  ];
}

/** The comment: names and texts of others neither format, nor link, nor call anybody. */
export function planMarkdown(plan: Plan): string {
  let room = mostCharacters;
  const sections = plan.groups.map(({ title, means, fails, findings }) => {
    const all = findings.map((finding) => `- ${escapeMarkdown(sentence(finding))}${teamsOf(finding)}`);
    const shown = all.filter((line) => (room -= line.length) > 0);
    const more = findings.length - shown.length;
    const list = [...shown, ...(more > 0 ? [`- … and ${more} more, which \`planesmith plan\` prints`] : [])].join('\n');
    const heading = `What ${title}: ${means}`;
    if (fails) return `### ${heading}\n\n${list}`;
    return `<details><summary>${heading} (${findings.length})</summary>\n\n${list}\n\n</details>`;
  });
  const heading = `## ${plan.fails ? '❌' : '✅'} Plan: ${verdict(plan)}`;
  return `${[heading, escapeMarkdown(where(plan)), ...sections].join('\n\n')}\n`;
}

function sentence({ place, message }: Finding): string {
  return `${place}: ${message}`;
}

function teamsOf(finding: Finding): string {
  const all = hits(finding);
  return all.length === 0 ? '' : `\n${all.map((hit) => `  - ${escapeMarkdown(hit)}`).join('\n')}`;
}

/** A line for each team: `team-a: orders, carts and 3 more`. */
function hits(finding: Finding): readonly string[] {
  const teams = [...byTeam(finding)];
  const lines = teams.slice(0, mostTeams).map(([team, names]) => {
    const more = names.length - mostNames;
    const shown = `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return team === '' ? shown : `${team}: ${shown}`;
  });
  const others = teams.slice(mostTeams);
  if (others.length === 0) return lines;
  const claims = others.reduce((sum, [, names]) => sum + names.length, 0);
  return [
    ...lines,
    `${claims} ${claims === 1 ? 'claim' : 'claims'} of ${others.length} other ${others.length === 1 ? 'team' : 'teams'}`,
  ];
}
