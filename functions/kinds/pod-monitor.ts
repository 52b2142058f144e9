/** A PodMonitor reports nothing that Prometheus must report: it is ready when it exists. */
import { always, composed } from 'planesmith/authoring';
import { PodMonitor as Model } from '../models/monitoring.coreos.com/v1/pod-monitor.ts';

export type PodMonitor = Model;
export const PodMonitor = composed(Model, { ready: always, concerns: { monitoring: 'gives' } });
