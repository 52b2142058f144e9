/** An SNS topic is ready when AWS has it. */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { whyNotEncrypted } from './encrypted-transport.ts';
import { Topic as Model } from '../models/sns.aws.m.upbound.io/v1beta1/topic.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type Topic = Model;
export const Topic = composed(Model, {
  concerns: {
    ...noPods(),
    // AWS keeps messages on encrypted disks (docs.aws.amazon.com/sns/latest/dg/sns-data-encryption.html).
    encryption: holds,
    private: none('clients reach it by an API of AWS, which asks for rights'),
    ...nothingToKeep('messages are on their way, and no records'),
    monitoring: none('alarms watch its subscriptions'),
    tls: ({ spec }) => whyNotEncrypted('sns', spec.forProvider.policy) ?? holds,
  },
  // terraform-provider-aws@30ff468c8d internal/service/sns/topic.go:97-159; region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.fifoTopic', 'spec.forProvider.region'],
  ready: ready.managed,
});
