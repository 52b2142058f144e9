/** How a claim that was written for an earlier schema of its API becomes one for the schema of today. */
import type { Input, Schema } from './node.ts';

/** Why a claim cannot be converted. */
export interface ConversionRefusal {
  /** The field whose value has no new form, such as `spec.teeth`. */
  readonly path: string;
  /** Why, and what its owner can do. */
  readonly why: string;
}

/** Ends the conversion of a claim: it stays as it is, and whoever migrates or plans it reads the field and the reason. */
export type RefuseConversion = (refusal: ConversionRefusal) => never;

/** What an API knows of its earlier schema. */
export interface Conversion<Spec = unknown> {
  /** The spec as an earlier release had it. */
  readonly from: Schema;
  /** The new spec for an old one that fits `from`, as it is written: without defaults. */
  to(old: unknown, refuse: RefuseConversion): Spec;
}

/**
 * Lets `planesmith migrate` rewrite claims, and `planesmith compare` prove that they compose the same. `to` gives the same result for the same spec,
 * leaves alone what it gave itself, and refuses what has no new form.
 */
export function convert<From extends Schema, const Spec>(
  from: From,
  to: (old: Input<From>, refuse: RefuseConversion) => Spec,
): Conversion<Spec> {
  return { from, to };
}

/** The conversion of a definition that was accepted. A definition that begins from its API may have another spec: what it gives is judged in each claim. */
export function forAnySpec(conversion: Conversion): Conversion<never> {
  return { from: conversion.from, to: (old, refuse) => conversion.to(old, refuse) as never };
}

/** How a refusal leaves the function of an API. */
export class RefusedConversion extends Error {
  override readonly name = 'RefusedConversion';
  readonly path: string;

  constructor({ path, why }: ConversionRefusal) {
    super(why);
    this.path = path;
  }
}

/** What `to` gets. It throws a `RefusedConversion`. */
export const refuseConversion: RefuseConversion = (refusal) => {
  throw new RefusedConversion(refusal);
};
