/** An SQS queue is ready when AWS has it. */
import { composed, none, ready } from 'planesmith/authoring';
import { Queue as Model } from '../models/sqs.aws.m.upbound.io/v1beta1/queue.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type Queue = Model;
export const Queue = composed(Model, {
  // terraform-provider-aws@30ff468c8d internal/service/sqs/queue.go:66-102; region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.fifoQueue', 'spec.forProvider.name', 'spec.forProvider.region'],
  ready: ready.managed,
  concerns: {
    ...noPods(),
    // The policy of the queue refuses requests without TLS.
    tls: 'needs',
    private: none('clients reach it by an API of AWS, which asks for rights'),
    ...nothingToKeep('messages are on their way, and no records'),
    monitoring: none('alarms watch the subscriptions of its topics'),
    encryption: { spec: { forProvider: { sqsManagedSseEnabled: true } } },
  },
});
