/** A PrometheusRule is ready when it exists: Prometheus need not report a status. */
import { composed, ready } from 'planesmith/authoring';
import { PrometheusRule as Model } from '../models/monitoring.coreos.com/v1/prometheus-rule.ts';

export type PrometheusRule = Model;
export const PrometheusRule = composed(Model, { ready: ready.exists, concerns: { monitoring: 'gives' } });
