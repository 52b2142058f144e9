/** One field far down in an object. */

/** The object that has `value` at the end of the path, and nothing else. */
export function nested([first, ...rest]: readonly string[], value: object): object {
  return first === undefined ? value : { [first]: nested(rest, value) };
}
