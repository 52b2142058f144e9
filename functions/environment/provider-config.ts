/** The field `providerConfig`, the same in the section of every cloud. */
import { defaulted, object, oneOf, string } from 'planesmith/schema';

/** The field: a ProviderConfig that holds the credentials for the account, `default` when absent. */
export const providerConfig = () =>
  defaulted(
    object(
      {
        kind: defaulted(
          oneOf('ClusterProviderConfig is shared by every namespace; ProviderConfig must exist in each of them.', [
            'ClusterProviderConfig',
            'ProviderConfig',
          ]),
          'ClusterProviderConfig',
        ),
        name: defaulted(string('Its name.', { format: 'k8s-long-name', maxLength: 253 }), 'default'),
      },
      { description: 'The credentials with which Crossplane reaches the account.' },
    ),
    {},
  );
