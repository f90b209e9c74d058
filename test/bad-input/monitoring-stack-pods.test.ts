import { MonitoringStack } from '../../lib';
import { newChart } from '../tools/synth';
import { refuses, stack, unchecked } from './tools';

describe('MonitoringStack refuses, of its pods, access and parts,', () => {
  refuses([
    [
      'CPU in thousandths, with the unit forgotten',
      stack({ resources: { cpuRequest: '500' } }),
      "chart/Monitoring: 'resources.cpuRequest' is '500', which is 500 cores; use '500m' for thousandths of one",
    ],
    [
      'CPU as a number',
      stack({ resources: { cpuRequest: unchecked(0.5) } }),
      "chart/Monitoring: 'resources.cpuRequest' is 0.5, which is no text; use a text such as '500m'",
    ],
    [
      'memory in megabytes by another spelling',
      stack({ resources: { memoryRequest: '512MB' } }),
      "chart/Monitoring: 'resources.memoryRequest' is '512MB', which is no quantity above zero; use a Kubernetes quantity such as '512Mi'",
    ],
    [
      'memory whose unit was forgotten',
      stack({ resources: { memoryLimit: '512' } }),
      "chart/Monitoring: 'resources.memoryLimit' is '512', which means 512 bytes; use a unit, such as '512Mi'",
    ],
    [
      'a request above the limit',
      stack({ resources: { memoryRequest: '4Gi', memoryLimit: '2Gi' } }),
      "chart/Monitoring: 'resources.memoryRequest' is '4Gi', above 'memoryLimit' '2Gi'; lower the request or raise the limit",
    ],
    [
      'an unknown resource',
      stack({ resources: unchecked({ memory: '1Gi' }) }),
      "chart/Monitoring: 'resources.memory' is no setting; use one of 'cpuRequest', 'cpuLimit', 'memoryRequest', 'memoryLimit'",
    ],
    [
      'a node label that is no text',
      stack({ nodeSelector: { 'example.com/ssd': unchecked(true) } }),
      "chart/Monitoring: 'nodeSelector.example.com/ssd' is true, which is no text; use a text such as 'monitoring'",
    ],
    [
      'a node label with blanks',
      stack({ nodeSelector: { disk: 'very fast' } }),
      "chart/Monitoring: 'nodeSelector' holds 'disk: very fast', which no object of Kubernetes can have; use a label such as 'app.kubernetes.io/name: shop'",
    ],
    [
      'another operating system',
      stack({ nodeSelector: { 'kubernetes.io/os': 'windows' } }),
      "chart/Monitoring: 'nodeSelector' asks for 'kubernetes.io/os: windows'; leave it out: the images run on 'linux'",
    ],
    [
      'an unknown operator of a toleration',
      stack({ tolerations: [{ key: 'dedicated', operator: 'In' }] }),
      "chart/Monitoring: 'tolerations[0].operator' is 'In'; use 'Exists' or 'Equal'",
    ],
    [
      'an unknown effect of a toleration',
      stack({ tolerations: [{ key: 'dedicated', effect: 'NoSchedules' }] }),
      "chart/Monitoring: 'tolerations[0].effect' is 'NoSchedules'; use one of 'NoSchedule', 'PreferNoSchedule', 'NoExecute'",
    ],
    [
      'a value that a toleration ignores',
      stack({ tolerations: [{ key: 'dedicated', value: 'monitoring' }] }),
      "chart/Monitoring: 'tolerations[0].value' is 'monitoring', which operator 'Exists' does not read; set 'operator' to 'Equal', or leave 'value' out",
    ],
    [
      'an undefined toleration',
      stack({ tolerations: [unchecked(undefined)] }),
      "chart/Monitoring: 'tolerations[0]' is not set; set it, such as { key: 'dedicated' }",
    ],
    [
      'a toleration that is a text',
      stack({ tolerations: unchecked('dedicated') }),
      "chart/Monitoring: 'tolerations' is 'dedicated', which is no list; give one such as [{ key: 'dedicated' }]",
    ],
    [
      'an invalid priority class',
      stack({ priorityClassName: 'High Priority' }),
      "chart/Monitoring: 'priorityClassName' is 'High Priority', which is no Kubernetes name; use 'a-z', '0-9', '-' and '.', such as 'system-cluster-critical'",
    ],
    [
      'the user root',
      stack({ runAsUser: 0 }),
      "chart/Monitoring: 'runAsUser' is 0; use a whole number from 1 to 2147483647",
    ],
    [
      'a group beyond all numbers',
      stack({ runAsGroup: 2 ** 31 }),
      "chart/Monitoring: 'runAsGroup' is 2147483648; use a whole number from 1 to 2147483647",
    ],
    [
      'access from every pod of a namespace',
      stack({ accessFrom: [{ namespace: 'grafana', labels: {} }] }),
      "chart/Monitoring: 'accessFrom[0].labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'access without a namespace',
      stack({ accessFrom: [unchecked({ labels: { app: 'grafana' } })] }),
      "chart/Monitoring: 'accessFrom[0].namespace' is not set; set it, such as 'monitoring'",
    ],
    [
      'an address without range',
      stack({ apiServerCidrs: ['10.0.0.1'] }),
      "chart/Monitoring: 'apiServerCidrs' holds '10.0.0.1', which is no address range; use CIDR notation such as '10.0.0.0/8'",
    ],
    [
      'no range at all',
      stack({ nodeCidrs: [] }),
      "chart/Monitoring: 'nodeCidrs' is empty, which allows nothing; leave it out to allow any address, or give a range such as '10.0.0.0/8'",
    ],
    [
      'a section that is written from the props',
      stack({ extraConfig: { scrape_configs: [] } }),
      "chart/Monitoring: 'extraConfig' holds 'scrape_configs', which is written from the typed props; use those, and leave it out here",
    ],
    [
      'a section that Prometheus does not know',
      stack({ extraConfig: { storge: {} } }),
      "chart/Monitoring: 'extraConfig' holds 'storge', which Prometheus does not know; write 'storage'",
    ],
    [
      'a literal password in a raw section',
      stack({ extraConfig: { remote_read: [{ url: 'https://r', basic_auth: { password: 'hunter2' } }] } }),
      "chart/Monitoring: 'extraConfig.remote_read[0].basic_auth.password' holds a literal credential; use 'password_file', the path of a mounted file",
    ],
    [
      'settings that are no object',
      stack({ extraConfig: unchecked('storage: {}') }),
      "chart/Monitoring: 'extraConfig' is 'storage: {}', which is no map; give one such as { name: 'value' }",
    ],
    [
      'images that are a reference',
      stack({ images: unchecked('registry.example.com/prometheus') }),
      "chart/Monitoring: 'images' is 'registry.example.com/prometheus', which is no set of images; give one, such as new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } })",
    ],
    [
      'a slip of the pen',
      stack(unchecked({ retenton: '5d' })),
      "chart/Monitoring: 'retenton' is no prop; write 'retention'",
    ],
    [
      'the value of another setting',
      stack({ podDiscovery: unchecked(false) }),
      "chart/Monitoring: 'podDiscovery' is false, which is no object; give one such as { enabled: true }",
    ],
    [
      'an upper-case namespace in the discovery of pods',
      stack({ podDiscovery: { keepNamespaces: ['Shop'] } }),
      "chart/Monitoring: 'podDiscovery.keepNamespaces[0]' is 'Shop', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'an unknown setting of the discovery of pods',
      stack({ podDiscovery: unchecked({ namespaces: ['shop'] }) }),
      "chart/Monitoring: 'podDiscovery.namespaces' is no setting; use one of 'enabled', 'keepNamespaces', 'dropNamespaces', 'optOutNamespaces', 'jobName', 'sampleLimit', 'labelLimit'",
    ],
    [
      'samples without limit',
      stack({ podDiscovery: { sampleLimit: 0 } }),
      "chart/Monitoring: 'podDiscovery.sampleLimit' is 0; use a whole number of 1 or more",
    ],
    [
      'a namespace both kept and dropped',
      stack({ podDiscovery: { keepNamespaces: ['shop'], dropNamespaces: ['shop'] } }),
      "chart/Monitoring: 'podDiscovery.keepNamespaces' and 'dropNamespaces' both hold 'shop'; keep one",
    ],
    [
      'default rules by a word',
      stack({ defaultRules: unchecked('no') }),
      "chart/Monitoring: 'defaultRules' is 'no', which is neither true nor false; use true or false",
    ],
    [
      'runbooks at a path',
      stack({ runbookBaseUrl: '/runbooks' }),
      "chart/Monitoring: 'runbookBaseUrl' is '/runbooks', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'no props but a text',
      () => new MonitoringStack(newChart(), 'Monitoring', unchecked('production')),
      "chart/Monitoring: the props are 'production', which is no object; give an object of props",
    ],
  ]);
});
