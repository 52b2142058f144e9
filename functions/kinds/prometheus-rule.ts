/** A PrometheusRule is ready when it exists: Prometheus need not report a status. */
import { composed, ready } from 'planesmith/authoring';
import { PrometheusRule as Model } from '../models/monitoring.coreos.com/v1/prometheus-rule.ts';
import { ruledOut } from './ruled-out.ts';

export type PrometheusRule = Model;
export const PrometheusRule = composed(Model, {
  // prometheus-operator@v0.93.0 pkg/admission/admission.go looks at the new object alone.
  immutable: [],
  ready: ready.exists,
  concerns: { ...ruledOut('it watches what Prometheus measures'), monitoring: 'gives' },
});
