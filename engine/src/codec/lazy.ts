/** Values that are made when they are first asked for, since most of what a cluster says is never asked for. */

/** Where an object keeps what is yet to be made, out of sight of whoever lists its members. */
const deferred = Symbol('deferred');

interface Deferred {
  readonly make: Record<string, (() => unknown) | undefined>;
  readonly made: Record<string, unknown>;
}
interface Lazy {
  [deferred]?: Deferred;
}

/**
 * One pair of accessors for each name: V8 makes a class of objects for each pair, and one class for each object would
 * cost more than is saved. Names come from outside, so there is an end to them.
 */
const accessors = new Map<string, PropertyDescriptor & ThisType<Lazy>>();
const mostNames = 200;

/** Gives `object` a property that is like any other, except that `make` gives its value at the first look at it. */
export function setLazily(object: object, name: string, make: () => unknown): void {
  const held = object as Lazy;
  if (held[deferred] === undefined) Object.defineProperty(object, deferred, { value: { make: {}, made: {} } });
  (held[deferred] as Deferred).make[name] = make;
  Object.defineProperty(object, name, accessorsOf(name));
}

function accessorsOf(name: string): PropertyDescriptor & ThisType<Lazy> {
  const known = accessors.get(name);
  if (known !== undefined) return known;
  const created: PropertyDescriptor & ThisType<Lazy> = {
    get() {
      const { make, made } = this[deferred] as Deferred;
      const makeValue = make[name];
      if (makeValue !== undefined) {
        made[name] = makeValue();
        make[name] = undefined;
      }
      return made[name];
    },
    set(value: unknown) {
      const { make, made } = this[deferred] as Deferred;
      make[name] = undefined;
      made[name] = value;
    },
    enumerable: true,
    configurable: true,
  };
  if (accessors.size < mostNames) accessors.set(name, created);
  return created;
}
