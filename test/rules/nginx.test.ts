import { nginxRules } from '../../lib/rules/nginx';
import { testRules } from './rule-test';

const target = { namespace: 'shop', pod: 'web-1', instance: '10.0.0.1:9113', job: 'nginx-exporter-web' };
const labels = { ...target, container: 'nginx-exporter' };
const series = (name: string, values: string, set: Record<string, string> = labels) => ({
  [`${name}{${Object.entries(set)
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ')}}`]: values,
});

it('reads all of nginx, or what is chosen, against the connections it can hold', () => {
  const exprs = (options = {}) => nginxRules(options)[0]?.alerts?.map(({ expr }) => expr.replace(/\s+/g, ' ').trim());
  expect(exprs()?.slice(0, 2)).toEqual(['nginx_up == 0', 'up{container="nginx-exporter"} == 0']);
  expect(exprs({ selector: 'namespace="shop"', maxConnections: 4096, connectionUseThreshold: 0.9 })).toEqual([
    'nginx_up{namespace="shop"} == 0',
    'up{namespace="shop", container="nginx-exporter"} == 0',
    'increase(nginx_connections_accepted{namespace="shop"}[5m]) - increase(nginx_connections_handled{namespace="shop"}[5m]) > 0.5',
    'nginx_connections_active{namespace="shop"} / 4096 > 0.9',
  ]);
});

describe('nginxRules', () => {
  testRules(nginxRules(), [
    { name: 'nginx does not answer', alert: 'NginxDown', series: series('nginx_up', '1x10 0x20'), fires: [labels] },
    {
      name: 'nginx was reloaded, and did not answer once',
      alert: 'NginxDown',
      series: series('nginx_up', '1x10 0 1x20'),
      fires: [],
    },
    {
      name: 'the exporter does not answer',
      alert: 'NginxExporterDown',
      series: series('up', '1x10 0x20'),
      fires: [labels],
    },
    {
      name: 'another container of the pod does not answer, and the exporter does',
      alert: 'NginxExporterDown',
      series: { ...series('up', '0x30', { ...target, container: 'app' }), ...series('up', '1x30') },
      fires: [],
    },
    {
      name: 'nginx drops a connection every minute',
      alert: 'NginxDroppedConnections',
      series: {
        ...series('nginx_connections_accepted', '0+100x30'),
        ...series('nginx_connections_handled', '0+99x30'),
      },
      fires: [labels],
    },
    {
      name: 'nginx handles all it accepts, and starts anew',
      alert: 'NginxDroppedConnections',
      series: {
        ...series('nginx_connections_accepted', '7+100.1x20 0+33.3x10'),
        ...series('nginx_connections_handled', '7+100.1x20 0+33.3x10'),
      },
      fires: [],
    },
    {
      name: 'nine of ten connections are in use',
      alert: 'NginxHighConnectionUse',
      series: series('nginx_connections_active', '922x30'),
      fires: [labels],
    },
    {
      name: 'a wave of connections has passed by',
      alert: 'NginxHighConnectionUse',
      series: series('nginx_connections_active', '100x10 1000x10 100x20'),
      fires: [],
    },
  ]);
});
