/** Crossplane itself, of the kinds of its own that the platform composes. */
import { condition } from './condition.ts';
import type { Player } from './play.ts';

/** The used resource has its label, so that the webhook is asked before it is deleted (internal/controller/protection/usage of core). */
const usage: Player = (_, stage) =>
  stage === 'ready' ? { status: { conditions: [condition('Ready', true, { reason: 'Available' })] } } : {};

export const crossplane: Readonly<Record<string, Player>> = { 'protection.crossplane.io/v1beta1 Usage': usage };
