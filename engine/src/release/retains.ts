/** What is retained, in CEL: said once for all that asks it of a claim. */

/** Whether the data of the claim in this variable outlives it: its own word, else what was made of its environment. */
export function retains(variable: string): string {
  return `${variable}.?spec.?deletion.orValue(${variable}.?status.?effective.?deletion.orValue('delete')) == 'retain'`;
}
