/** Descriptions and deprecation notes. */
import { deprecationProblems } from './deprecations.ts';
import type { Review } from './place.ts';

export const reviewText: Review = (node, { isRoot }) => {
  const problems: string[] = [];
  const { description, deprecated, presence } = node;
  // If the author forgets the description, the options become the first argument.
  if (typeof description === 'string' ? description.trim() === '' : description !== undefined || !isRoot) {
    problems.push('has no description: it becomes the text of kubectl explain and of the docs page');
  }
  if (deprecated !== undefined) problems.push(...deprecationProblems(deprecated));
  if (deprecated !== undefined && presence === 'required') {
    problems.push('is deprecated and required: make it optional, so that developers can stop writing it');
  }
  return problems;
};
