/** The option `--flavour`: Crossplane adds different fields to a claim in each. */
import { Option } from 'commander';

export function flavourOption(): Option {
  return new Option('--flavour <flavour>', 'how the cluster serves the platform')
    .choices(['namespaced', 'claims'])
    .default('namespaced');
}
