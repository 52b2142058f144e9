/** A PodMonitor is ready when it exists: Prometheus need not report a status. */
import { composed, ready } from 'planesmith/authoring';
import { PodMonitor as Model } from '../models/monitoring.coreos.com/v1/pod-monitor.ts';
import { ruledOut } from './ruled-out.ts';

export type PodMonitor = Model;
export const PodMonitor = composed(Model, {
  // prometheus-operator@v0.93.0 has no webhook for it, and its CRD no rule.
  immutable: [],
  ready: ready.exists,
  concerns: { ...ruledOut('it watches pods'), monitoring: 'gives' },
});
