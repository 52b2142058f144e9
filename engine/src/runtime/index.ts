/** planesmith/runtime: what runs the functions of a platform. */
export { survey, type ConcernRow, type Survey, type SurveyedResource } from './survey.ts';
export type { OnBug } from './respond/fatal.ts';
export { dispatch, type DispatchOptions, type Handler } from './dispatch.ts';
