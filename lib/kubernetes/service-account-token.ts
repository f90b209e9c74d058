import type { k8s } from 'cdk8s-plus-27';

const NAME = 'api-access';

/**
 * What Kubernetes would mount into every container of a pod by itself, for the one container that talks to its API: a
 * token that is renewed, the API server's certificate authority and the name of the namespace. Every default is
 * written out, as this list is compared as a whole.
 */
export const API_ACCESS_VOLUME: k8s.Volume = {
  name: NAME,
  projected: {
    defaultMode: 0o644,
    sources: [
      // The length by which the API server knows a token of this kind, as in every pod of its own making.
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardApi: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  },
};

/** Mounts {@link API_ACCESS_VOLUME} where every client of Kubernetes looks for it. */
export const API_ACCESS_MOUNT: k8s.VolumeMount = {
  name: NAME,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};
