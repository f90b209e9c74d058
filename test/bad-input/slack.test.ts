import { SlackReceiver } from '../../lib';
import { key, receiver, refuses, unchecked } from './tools';

describe('SlackReceiver refuses', () => {
  refuses([
    [
      'Slack: neither URL nor token',
      receiver(() => new SlackReceiver('slack', {})),
      "chart/Routing: receiver 'slack': neither 'apiUrl' nor 'appToken' is set; set 'apiUrl' or 'appToken'",
    ],
    [
      'Slack: a literal URL',
      receiver(() => new SlackReceiver('slack', { apiUrl: unchecked('https://hooks.slack.com/services/T0/B0/x') })),
      "chart/Routing: receiver 'slack': 'apiUrl' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'Slack: a literal URL as the name of a Secret',
      receiver(
        () => new SlackReceiver('slack', { apiUrl: { name: 'https://hooks.slack.com/services/T0', key: 'url' } }),
      ),
      "chart/Routing: receiver 'slack': 'apiUrl.name' is no name of a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'Slack: a token without a channel',
      receiver(() => new SlackReceiver('slack', { appToken: key })),
      "chart/Routing: receiver 'slack': 'appToken' is set without 'channel'; use '#alerts', '@user' or an ID such as 'C012ABCDEF'",
    ],
    [
      'Slack: a channel without its sign',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, channel: 'alerts' })),
      "chart/Routing: receiver 'slack': 'channel' is 'alerts'; use '#alerts', '@user' or an ID such as 'C012ABCDEF'",
    ],
    [
      'Slack: a colour by its name',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, color: 'red' })),
      "chart/Routing: receiver 'slack': 'color' is 'red'; use 'good', 'warning', 'danger' or a colour such as '#439FE0'",
    ],
    [
      'Slack: an icon without colons',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, iconEmoji: 'fire' })),
      "chart/Routing: receiver 'slack': 'iconEmoji' is 'fire'; write it between colons, such as ':fire:'",
    ],
    [
      'Slack: a mention that mentions nobody',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, mentions: { critical: ['@here'] } })),
      "chart/Routing: receiver 'slack': 'mentions.critical' holds '@here', which mentions nobody; write '<!here>'",
    ],
    [
      'Slack: mentions in one text',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, mentions: { critical: unchecked('<!here>') } })),
      "chart/Routing: receiver 'slack': 'mentions.critical' is '<!here>', which is no list; give one such as ['<!here>']",
    ],
    [
      'Slack: an unknown kind of links',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, links: unchecked('all') })),
      "chart/Routing: receiver 'slack': 'links' is 'all', which is unknown; use one of 'text', 'buttons', 'none'",
    ],
    [
      'Slack: an unknown field in a template',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, title: '{{ .CommonLabel.alertname }}' })),
      "chart/Routing: receiver 'slack': 'title', line 1: the data of a message has no field '.CommonLabel'; write '.CommonLabels'",
    ],
    [
      'Slack: a template that is not closed',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, text: '{{ range .Alerts }}x' })),
      "chart/Routing: receiver 'slack': 'text', line 1: 'range' is not closed; close it with '{{ end }}'",
    ],
    [
      'Slack: a title that is no text',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, title: unchecked(5) })),
      "chart/Routing: receiver 'slack': 'title' is 5, which is no text; use a text such as '{{ .CommonLabels.alertname }}'",
    ],
    [
      'Slack: a proxy without scheme',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, proxyUrl: 'proxy:3128' })),
      "chart/Routing: receiver 'slack': 'proxyUrl' is 'proxy:3128'; its scheme must be http or https; use a URL such as 'https://example.com/path'",
    ],
    [
      'Slack: exceptions of no proxy',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, noProxy: '10.0.0.0/8' })),
      "chart/Routing: receiver 'slack': 'noProxy' is set without 'proxyUrl'; set 'proxyUrl', or leave 'noProxy' out",
    ],
    [
      'Slack: a literal credential in raw settings',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, rawConfig: { api_url: 'https://hooks.slack.com/x' } })),
      "chart/Routing: receiver 'slack': slack_configs 1: 'api_url' holds a literal credential; use 'api_url_file', the path of a mounted Secret",
    ],
    [
      'Slack: an address without range',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, egressCidrs: ['192.0.2.1'] })),
      "chart/Routing: receiver 'slack': 'egressCidrs' holds '192.0.2.1', which is no address range; use CIDR notation such as '10.0.0.0/8'",
    ],
    [
      'Slack: a port as a text',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, egressPort: unchecked('443') })),
      "chart/Routing: receiver 'slack': 'egressPort' is '443', which is no number; use a number such as 443",
    ],
    [
      'Slack: no name',
      receiver(() => new SlackReceiver(unchecked(undefined), { apiUrl: key })),
      "chart/Routing: receiver undefined: its name is no text or empty; name it in the first argument, such as 'slack'",
    ],
    [
      'Slack: a slip of the pen',
      receiver(() => new SlackReceiver('slack', { apiUrl: key, ...unchecked<object>({ chanel: '#alerts' }) })),
      "chart/Routing: receiver 'slack': 'chanel' is no prop; write 'channel'",
    ],
  ]);
});
