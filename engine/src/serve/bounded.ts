/** A set of bounded size, for what clients can open: connections, handshakes and calls. */

/** A member over the limit puts out the one that was added, or added again, longest ago. */
export class Bounded<T> {
  readonly #members = new Set<T>();
  readonly #limit: number;
  readonly #evict: (member: T) => void;

  constructor(limit: number, evict: (member: T) => void) {
    this.#limit = limit;
    this.#evict = evict;
  }

  /** Adds `member`, or makes it the newest. */
  add(member: T): void {
    this.#members.delete(member);
    this.#members.add(member);
    if (this.#members.size <= this.#limit) return;
    const [oldest] = this.#members as Set<T> & Iterable<T>;
    this.#members.delete(oldest as T);
    this.#evict(oldest as T);
  }

  delete(member: T): void {
    this.#members.delete(member);
  }

  /** The members, from the oldest to the newest; a member may be deleted meanwhile. */
  [Symbol.iterator](): Iterator<T> {
    return this.#members.values();
  }
}
