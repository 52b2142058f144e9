/** The kinds for which clouds take minutes until a new object is ready. */
export const slowServers: ReadonlySet<string> = new Set(['Instance', 'DatabaseInstance', 'FlexibleServer']);
