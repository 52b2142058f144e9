/** Properties whose values are computed at the first read: functions read only a small part of the objects they get. */

/** The property with the values that are not computed yet; a symbol, so that no listing of members shows it. */
const deferred = Symbol('deferred');

interface Deferred {
  readonly compute: Record<string, (() => unknown) | undefined>;
  readonly values: Record<string, unknown>;
}
interface Lazy {
  [deferred]?: Deferred;
}

/**
 * One pair of accessors per name. V8 creates a hidden class per pair, and a class per object would cost more than is saved.
 * The names come from requests, hence the limit.
 */
const accessors = new Map<string, PropertyDescriptor & ThisType<Lazy>>();
const maxNames = 200;

/** Adds an ordinary property to `object`, except that `compute` returns its value at the first read. */
export function setLazily(object: object, name: string, compute: () => unknown): void {
  const lazy = object as Lazy;
  if (lazy[deferred] === undefined) Object.defineProperty(object, deferred, { value: { compute: {}, values: {} } });
  (lazy[deferred] as Deferred).compute[name] = compute;
  Object.defineProperty(object, name, accessorsOf(name));
}

function accessorsOf(name: string): PropertyDescriptor & ThisType<Lazy> {
  const known = accessors.get(name);
  if (known !== undefined) return known;
  const created: PropertyDescriptor & ThisType<Lazy> = {
    get() {
      const { compute, values } = this[deferred] as Deferred;
      const computeValue = compute[name];
      if (computeValue !== undefined) {
        values[name] = computeValue();
        compute[name] = undefined;
      }
      return values[name];
    },
    set(value: unknown) {
      const { compute, values } = this[deferred] as Deferred;
      compute[name] = undefined;
      values[name] = value;
    },
    enumerable: true,
    configurable: true,
  };
  if (accessors.size < maxNames) accessors.set(name, created);
  return created;
}
