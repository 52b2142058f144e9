/** The operator of Dragonfly (internal/controller/dragonfly_instance.go). */
import type { Player } from './play.ts';

const instance: Player = (_, stage) => ({
  status: { phase: stage === 'ready' ? 'Ready' : 'ResourcesCreated', isRollingUpdate: false },
});

export const dragonfly: Readonly<Record<string, Player>> = { 'dragonflydb.io/v1alpha1 Dragonfly': instance };
