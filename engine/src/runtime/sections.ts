/** The optional sections of an environment: what an API or a target declares to need is there when its code runs. */

/** The names of the sections that an environment may lack. */
export type OptionalSection<E> = {
  [K in keyof E]-?: undefined extends E[K] ? K : {} extends Pick<E, K> ? K : never;
}[keyof E];

/** An environment that has the sections `N`. */
export type WithSections<E, N extends keyof E> = Omit<E, N> & { readonly [K in N]-?: NonNullable<E[K]> };
