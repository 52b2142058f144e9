/** Judges the next version of a provider or operator by what the platform composes. */
export { bumpComparison, type BumpComparison, type BumpFinding, rightFindings } from './comparison.ts';
export { comparedKinds, type ComparedKind, type KindFacts } from './kinds.ts';
export { readVersion, type SourceVersion } from './read-version.ts';
export { bumpMarkdown, bumpProblems, type BumpReport, bumpReport, bumpText } from './report.ts';
export {
  lockedRights,
  requestedRights,
  type RightChange,
  rightChanges,
  type Rights,
  rightsIn,
  saysRights,
} from './rights.ts';
export { sampleValues } from './sample-values.ts';
export { type Bumped, bumpedIn } from './source.ts';
export { lockedAt, writeBump } from './write.ts';
