/** Gives every interface of one file a short unique name. */

export class Names {
  readonly #prefix: string;
  readonly #taken: Set<string>;

  /** Every name begins with `prefix`; the file imports the `reserved` names. */
  constructor(prefix: string, reserved: readonly string[]) {
    this.#prefix = prefix;
    this.#taken = new Set([...reserved, prefix]);
  }

  /** The prefix with the fewest last segments of `path` that make it unique; if all are not enough, with a number. */
  take(path: readonly string[]): string {
    for (let count = 1; count <= path.length; count += 1) {
      const name = this.#prefix + path.slice(-count).join('');
      if (this.#claim(name)) return name;
    }
    for (let number = 2; ; number += 1) {
      const name = `${this.#prefix}${path.join('')}${number}`;
      if (this.#claim(name)) return name;
    }
  }

  #claim(name: string): boolean {
    if (this.#taken.has(name)) return false;
    this.#taken.add(name);
    return true;
  }
}
