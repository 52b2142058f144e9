/** planesmith/serve: the function server. */
export type { Log, Severity } from './log.ts';
export { main, type FunctionsSource } from './main.ts';
export { nodeFlags, type ServeOptions } from './options.ts';
export { serve, type RunningServer } from './server.ts';
