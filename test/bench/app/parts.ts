/** The five resources that every function under comparison composes, written once: a workload with a database and a secret. */

/** The spec of the claim. */
export interface AppSpec {
  readonly image: string;
  readonly replicas: number;
  readonly port: number;
  readonly cpu: string;
  readonly memory: string;
  readonly storageGB: number;
  readonly secretPath: string;
}

const selector = { 'app.kubernetes.io/name': 'app', 'app.kubernetes.io/part-of': 'orders' };

export const deployment = ({ image, replicas, port, cpu, memory }: AppSpec) => ({
  replicas,
  selector: { matchLabels: selector },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
  template: {
    metadata: { labels: selector },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'app',
          image,
          ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
          env: [
            { name: 'PORT', value: String(port) },
            { name: 'DATABASE', valueFrom: { secretKeyRef: { name: 'app', key: 'uri' } } },
          ],
          resources: { requests: { cpu, memory }, limits: { memory } },
          readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
          livenessProbe: { httpGet: { path: '/live', port: 'http' }, periodSeconds: 10 },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  },
});

export const service = ({ port }: AppSpec) => ({
  selector,
  ports: [{ name: 'http', port: 80, targetPort: port, protocol: 'TCP' }],
  type: 'ClusterIP',
});

export const autoscaler = ({ replicas }: AppSpec) => ({
  minReplicas: replicas,
  maxReplicas: replicas * 3,
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
  metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
});

export const cluster = ({ storageGB }: AppSpec) => ({
  instances: 3,
  imageName: 'ghcr.io/cloudnative-pg/postgresql:17',
  storage: { size: `${storageGB}Gi`, storageClass: 'standard' },
  bootstrap: { initdb: { database: 'app', owner: 'app' } },
  postgresql: { parameters: { max_connections: '200', shared_buffers: '256MB', log_statement: 'ddl' } },
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
  monitoring: { enablePodMonitor: true },
});

export const externalSecret = ({ secretPath }: AppSpec) => ({
  refreshInterval: '1h',
  secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
  target: { name: 'app-settings', creationPolicy: 'Owner' },
  data: ['username', 'password', 'token'].map((key) => ({
    secretKey: key,
    remoteRef: { key: secretPath, property: key },
  })),
});

/** All five resources, by key. */
export const parts = {
  deployment: { apiVersion: 'apps/v1', kind: 'Deployment', spec: deployment },
  service: { apiVersion: 'v1', kind: 'Service', spec: service },
  autoscaler: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec: autoscaler },
  cluster: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', spec: cluster },
  'external-secret': { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', spec: externalSecret },
} as const;
