/** The option that names the folder of a fleet. */
import { Option } from 'commander';

export function fleetOption(): Option {
  return new Option('--fleet <folder>', 'the folder with clusters/ and versions/').default('gitops');
}
