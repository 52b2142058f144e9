/** planesmith/runtime: runs the functions of a platform. */
export type { Answer } from './respond/answer.ts';
export { answers, type Answers, dispatch, type DispatchOptions, type Handler } from './dispatch.ts';
export { completed, isLater, laterKeys } from './later.ts';
export type { OnBug } from './respond/failed.ts';
export { toResponse } from './respond/to-response.ts';
export { survey, type ConcernRow, type Survey, type SurveyedResource } from './survey.ts';
