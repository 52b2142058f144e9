/** How a claim that was written for an earlier schema of its API becomes one for the schema of today. */
import type { Input, Schema } from './node.ts';

/** What an API knows of its earlier schema. */
export interface Conversion<Spec = unknown> {
  /** The spec as an earlier release had it. */
  readonly from: Schema;
  /** The new spec for an old one that fits `from`, as it is written: without defaults. */
  to(old: unknown): Spec;
}

/**
 * Lets `planesmith migrate` rewrite claims, and `planesmith compare` prove that they compose the same. `to` gives the same result for the same spec,
 * and leaves alone what it gave itself.
 */
export function convert<From extends Schema, const Spec>(from: From, to: (old: Input<From>) => Spec): Conversion<Spec> {
  return { from, to };
}

/** The conversion of a definition that was accepted. A definition that begins from its API may have another spec: what it gives is judged in each claim. */
export function forAnySpec(conversion: Conversion): Conversion<never> {
  return { from: conversion.from, to: (old) => conversion.to(old) as never };
}
