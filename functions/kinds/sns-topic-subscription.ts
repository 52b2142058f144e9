/** An SNS subscription is ready when AWS has it. A subscription of an SQS queue needs no confirmation. */
import { composed, ready } from 'planesmith/authoring';
import { TopicSubscription as Model } from '../models/sns.aws.m.upbound.io/v1beta1/topic-subscription.ts';
import { ruledOut } from './ruled-out.ts';

export type TopicSubscription = Model;
export const TopicSubscription = composed(Model, {
  // terraform-provider-aws@30ff468c8d internal/service/sns/topic_subscription.go:61-134;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: [
    'spec.forProvider.endpoint',
    'spec.forProvider.endpointRef.name',
    'spec.forProvider.protocol',
    'spec.forProvider.region',
    'spec.forProvider.topicArn',
    'spec.forProvider.topicArnRef.name',
  ],
  ready: ready.managed,
  // Messages pile up in a subscribed queue if no consumer takes them. A queue without a subscription needs no alarm.
  concerns: { ...ruledOut('its topic and its queue are judged'), monitoring: 'needs' },
});
