/** Every reason of a claim's condition `Provisioned`: the function sets no other, and pages list them all. */

/** What a reason says to the people who read it; texts are Markdown. */
export interface Reason {
  readonly status: 'True' | 'False' | 'Unknown';
  /** Whether the claim stays as it is until a person acts. GitOps controllers then call it failed, and otherwise wait. */
  readonly isStopped: boolean;
  readonly means: string;
  /** The people who must act. */
  readonly acts: string;
}

/** The reasons, in the order of pages. */
export const reasons = {
  Available: {
    status: 'True',
    isStopped: false,
    means: 'Everything is there. The message names the Secret.',
    acts: 'nobody',
  },
  Progressing: {
    status: 'False',
    isStopped: false,
    means:
      'Parts are on their way, and none of them reports trouble. The message names one of them; once the main one is ready, that is the last to come.',
    acts: 'nobody; the platform team if it lasts',
  },
  NotReady: {
    status: 'False',
    isStopped: false,
    means: 'Some parts report trouble, or a step that takes time. The message quotes their operators and providers.',
    acts: 'nobody; the platform team if it lasts',
  },
  Refused: {
    status: 'False',
    isStopped: true,
    means:
      'The claim asks for something that this environment or its API does not allow. The message has the field, the limit and who can raise it. ' +
      'Or an object that is not of this claim has the name that it needs. A new claim makes nothing; an existing one keeps what it has.',
    acts: "the claim's author, or the team that the message names",
  },
  Rejected: {
    status: 'False',
    isStopped: true,
    means:
      'The API server, or a policy in it, refused a part. The events of the resource that the message names have the reason. ' +
      'The platform tries again every minute.',
    acts: 'the platform team',
  },
  EnvironmentIncomplete: {
    status: 'False',
    isStopped: true,
    means:
      'The cluster cannot serve the claim: it lacks kinds of resources, its EnvironmentConfig lacks facts or has a mistake, it has moved away from what exists (another network), ' +
      'or this release is older than the claim. The message says which.',
    acts: 'the platform team',
  },
  CannotProceed: {
    status: 'False',
    isStopped: true,
    means:
      'The claim, its record or its Composition contradicts itself, or names something that is missing. The message says what. Everything that exists stays.',
    acts: 'the team that the message names',
  },
  FunctionFailed: {
    status: 'Unknown',
    isStopped: true,
    means: "The platform's function has a bug. Everything that exists stays; the function's log has the details.",
    acts: 'the platform team',
  },
} as const satisfies Readonly<Record<string, Reason>>;

/** A reason of the condition `Provisioned`. */
export type ProvisionedReason = keyof typeof reasons;

/** The reasons of the condition `PlatformCapable`, with its status for each. */
export const capabilityReasons = {
  EnvironmentComplete: 'True',
  EnvironmentIncomplete: 'False',
  KindsMissing: 'False',
  KindsUnknown: 'Unknown',
} as const;

/** The reasons of the events of a claim that cannot have anything yet, with the type that Kubernetes gives to such an event: the function sends no other. */
export const eventTypes = {
  Refused: 'Warning',
  EnvironmentIncomplete: 'Warning',
  CannotProceed: 'Warning',
  FunctionFailed: 'Warning',
} as const satisfies Readonly<Partial<Record<ProvisionedReason, 'Warning' | 'Normal'>>>;

/** A reason of an event. */
export type EventReason = keyof typeof eventTypes;
