/** Crossplane, for its own kinds that the platform composes. */
import { condition } from './condition.ts';
import type { Player } from './play.ts';

/** The used resource has a label, so that a webhook can refuse its deletion (core internal/controller/protection/usage). */
const usage: Player = (_, stage) =>
  stage === 'ready' ? { status: { conditions: [condition('Ready', true, { reason: 'Available' })] } } : {};

export const crossplane: Readonly<Record<string, Player>> = { 'protection.crossplane.io/v1beta1 Usage': usage };
