/** What a move does to claims, as lines for a person. */
import type { Plan } from '../compare/plan.ts';

interface Counts {
  /** How many objects the claims have before they move. */
  readonly objects: number;
  /** How many files change. */
  readonly files: number;
}

/** The verdict first, then what does not stay, the worst first. */
export function moveText(plan: Plan, { objects, files }: Counts): readonly string[] {
  const { claims, targets, environment, unserved, groups, fails } = plan;
  const all = claims === 1 ? 'the claim' : `all ${claims} claims`;
  const lost = groups.filter((group) => group.fails);
  const verdict = fails
    ? `not everything stays: ${lost.map(({ title }) => `something ${title}`).join(', ')}`
    : `every object keeps its name and external name (${objects} of ${all})`;
  return [
    ...(files === 0 ? [`nothing to rewrite: ${all} can be applied in either flavour`] : []),
    `on ${targets.join(', ')}, in the environment ${environment}: ${verdict}`,
    ...groups.flatMap(({ title, findings }) =>
      findings.map(({ place, message }) => `  ${title}: ${place}: ${message}`),
    ),
    ...unserved.map((reason) => `  not proved: ${reason}`),
    ...(fails
      ? ['  hint: let the function record what such a name is made of, and release that before the claims move']
      : []),
  ];
}
