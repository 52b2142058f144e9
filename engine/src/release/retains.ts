/** What is retained, in CEL: said once for all that asks it of a claim. */

/** What becomes of the data of the claim in this variable, as its composed resources were told. */
export function effectiveDeletion(variable: string): string {
  return `${variable}.?status.?effective.?deletion.orValue('delete')`;
}

/** What its own word says that they are to be told, else what they were. */
export function wantedDeletion(variable: string): string {
  return `${variable}.?spec.?deletion.orValue(${effectiveDeletion(variable)})`;
}
