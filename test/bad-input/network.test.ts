import { job, refuses, stack, unchecked } from './tools';

const url = 'https://mimir.example.com';

describe('what NetworkPolicies are made of refuses', () => {
  refuses([
    [
      'pods on the host network by the name of a port',
      job({ pods: { port: 'metrics', hostNetwork: true } }),
      "chart/Prometheus: scrape job 'shop': 'pods.hostNetwork' is set together with 'pods.port' 'metrics', which no NetworkPolicy can resolve on a node; give 'pods.portNumber' instead, such as 9100",
    ],
    [
      'a host network in words',
      job({ pods: { portNumber: 9100, hostNetwork: unchecked('yes') } }),
      "chart/Prometheus: scrape job 'shop': 'pods.hostNetwork' is 'yes', which is neither true nor false; use true or false",
    ],
    [
      'no port of the API',
      stack({ apiServerPorts: [] }),
      "chart/Monitoring: 'apiServerPorts' is empty, which allows nothing; leave it out, or give a port such as 6443",
    ],
    [
      'a port of the API that is none',
      stack({ apiServerPorts: [6443, 99999] }),
      "chart/Monitoring: 'apiServerPorts[1]' is 99999; use a whole number from 1 to 65535",
    ],
    [
      'a port of remote storage that is none',
      stack({ remoteWrite: [{ url, egressPort: 0 }] }),
      "chart/Monitoring: remoteWrite[0]: 'egressPort' is 0; use a whole number from 1 to 65535",
    ],
    [
      'an address range of remote storage that is none',
      stack({ remoteWrite: [{ url, egressCidrs: ['10.0.0.1'] }] }),
      "chart/Monitoring: remoteWrite[0]: 'egressCidrs' holds '10.0.0.1', which is no address range; use CIDR notation such as '10.0.0.0/8'",
    ],
    [
      'remote storage twice, told apart by the network only',
      stack({ remoteWrite: [{ url }, { url, egressPort: 8443 }] }),
      "chart/Monitoring: remoteWrite[1]: it is the same as another; remove one, or tell them apart by 'name'",
    ],
    [
      'an Alertmanager at pods and at address ranges',
      stack({
        withoutAlertmanager: false,
        alertmanagers: [
          {
            dnsName: 'am.monitoring.svc',
            pods: { namespace: 'monitoring', labels: { app: 'am' } },
            egressCidrs: ['10.0.0.0/8'],
          },
        ],
      }),
      "chart/Monitoring: alertmanagers[0]: 'egressCidrs' is given together with 'pods', which say where it is; keep one of them",
    ],
  ]);
});
