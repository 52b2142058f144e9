/** The credentials with which Crossplane reaches a cloud account: the same in every cloud. */
import { defaulted, object, oneOf, string } from 'planesmith/schema';

/** The field `providerConfig` of a cloud. */
export const providerConfig = () =>
  defaulted(
    object(
      {
        kind: defaulted(
          oneOf('Whether every namespace shares it.', ['ClusterProviderConfig', 'ProviderConfig']),
          'ClusterProviderConfig',
        ),
        name: defaulted(string('Its name.', { format: 'k8s-long-name', maxLength: 253 }), 'default'),
      },
      { description: 'The credentials with which Crossplane reaches the account.' },
    ),
    {},
  );
