/** The `metadata.name` of each of a claim's resources. */
import { isPerItem, isMain, modelOf, type Declarations } from '../../authoring/declaration.ts';
import { itemKey, mainName, objectName, type Owner } from './names.ts';
import type { Observation } from './observation.ts';
import type { FormerPlaces } from './refactored.ts';

/** Returns the name of the resource under a declared key (and item). A resource that exists keeps its name, in Crossplane too. */
export type ResourceNames = (key: string, item?: string) => string;

/** The names of a claim's resources; asking for an undeclared key throws. */
export function resourceNames(
  declarations: Declarations,
  owner: Owner,
  observation: Observation,
  former: FormerPlaces,
): ResourceNames {
  const names = new Map<string, string>();
  return (key, item) => {
    const declaration = declarations[key];
    if (declaration === undefined) throw new Error(`no resource is declared under the key ${key}`);
    if (isPerItem(declaration) !== (item !== undefined)) {
      throw new Error(
        `the resource ${key} is ${item === undefined ? 'composed once per item: name the item' : 'not composed per item'}`,
      );
    }
    const full = item === undefined ? key : itemKey(key, item);
    const existing = observation.object(full)?.metadata.name ?? former.name(key, item);
    if (existing !== undefined) return existing;
    let name = names.get(full);
    if (name === undefined) {
      const { nameLimit, writesOwnSecret } = modelOf(declaration);
      name = isMain(declaration) && !writesOwnSecret ? mainName(owner, nameLimit) : objectName(owner, full, nameLimit);
      names.set(full, name);
    }
    return name;
  };
}
