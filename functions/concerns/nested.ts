/** Builds an object with one nested field. */

/** The object that has `value` at the end of the path and no other field. */
export function nested([first, ...rest]: readonly string[], value: object): object {
  return first === undefined ? value : { [first]: nested(rest, value) };
}
