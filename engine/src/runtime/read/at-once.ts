/** Refuses promises from the code of platforms: a call of Crossplane is answered from its request, without waiting. */

/** The value, which `author` returned. Throws a `TypeError` if it is a promise. */
export function atOnce<T>(value: T, author: string): T {
  const { then } = (value ?? {}) as { then?: unknown };
  if (typeof then !== 'function') return value;
  // Nobody waits for it, and a rejection would end the process.
  Promise.resolve(value).catch(() => {});
  throw new TypeError(`${author} returned a promise: remove its async, since a call is answered at once`);
}
