/** Gives every interface of one file a name of its own, as short as it can be. */

export class Names {
  readonly #prefix: string;
  readonly #taken: Set<string>;

  /** `prefix` begins every name; `reserved` are names that the file imports. */
  constructor(prefix: string, reserved: readonly string[]) {
    this.#prefix = prefix;
    this.#taken = new Set([...reserved, prefix]);
  }

  /** The prefix and as few of the last segments of `path` as make it unique, or all of them and a number. */
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
