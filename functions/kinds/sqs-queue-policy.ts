/** The policy of an SQS queue, which says who may use it, is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { whyNotEncrypted } from './encrypted-transport.ts';
import { QueuePolicy as Model } from '../models/sqs.aws.m.upbound.io/v1beta1/queue-policy.ts';
import { ruledOut } from './ruled-out.ts';

export type QueuePolicy = Model;
export const QueuePolicy = composed(Model, {
  concerns: {
    ...ruledOut('it is a setting of a queue, which is judged'),
    tls: ({ spec }) => whyNotEncrypted('sqs', spec.forProvider.policy) ?? 'gives',
  },
  // terraform-provider-aws@30ff468c8d internal/service/sqs/queue_policy.go:51; region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.queueUrl', 'spec.forProvider.queueUrlRef.name', 'spec.forProvider.region'],
  ready: ready.managed,
});
