import { Ready, Severity, Status, Target } from '@crossplane-org/function-sdk-typescript';
import { expect, it } from 'vitest';
import * as wire from './wire.ts';

it('has the numbers of the SDK’s enums, which cannot be imported without all of its code', () => {
  expect({ ...wire }).toEqual({
    readyUnspecified: Ready.READY_UNSPECIFIED,
    readyTrue: Ready.READY_TRUE,
    readyFalse: Ready.READY_FALSE,
    severityFatal: Severity.SEVERITY_FATAL,
    severityWarning: Severity.SEVERITY_WARNING,
    conditionUnknown: Status.STATUS_CONDITION_UNKNOWN,
    conditionIsTrue: Status.STATUS_CONDITION_TRUE,
    conditionIsFalse: Status.STATUS_CONDITION_FALSE,
    toCompositeAndClaim: Target.TARGET_COMPOSITE_AND_CLAIM,
  });
});
