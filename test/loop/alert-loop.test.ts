import { eventually } from '../tools/program';
import { itWithTools, type Tool } from '../tools/tool';
import { type Loop, startLoop } from './loop';

interface SlackMessage {
  readonly channel: string;
  readonly username: string;
  readonly attachments: readonly { title: string; title_link: string; text: string; color: string }[];
}

describe('the way of an alert', () => {
  itWithTools(
    ['prometheus', 'alertmanager', 'node_exporter'],
    'leads from an exporter that died, or is gone altogether, to Slack and back; Watchdog to the heartbeat alone',
    async (...found) => {
      const [prometheus, alertmanager, nodeExporter] = found as [Tool, Tool, Tool];
      const loop = await startLoop({ prometheus, alertmanager, nodeExporter });
      try {
        await travel(loop);
      } finally {
        await loop.stop();
      }
    },
    60_000,
  );
});

async function travel(loop: Loop): Promise<void> {
  const { outside, exporterAddress, evidence } = loop;
  const slack = () => outside.bodies('/slack').map((body) => JSON.parse(body) as SlackMessage);
  const inSlack = (title: RegExp) =>
    eventually(`${title} in Slack`, () => slack().find(({ attachments }) => title.test(attachments[0]?.title ?? '')), {
      evidence,
    });

  await eventually('a heartbeat', () => outside.bodies('/heartbeat').length > 0, { evidence });

  await loop.killExporter();
  const firing = await inSlack(/FIRING.*InstanceDown/);
  expect(firing).toMatchObject({ channel: '#alerts', username: 'Alertmanager' });
  expect(firing.attachments[0]).toMatchObject({ color: 'danger' });
  expect(firing.attachments[0]?.text).toContain(`Target ${exporterAddress} of job node-exporter is down.`);

  loop.startExporter();
  expect((await inSlack(/RESOLVED.*InstanceDown/)).attachments[0]).toMatchObject({ color: 'good' });

  loop.forgetExporter();
  const absent = await inSlack(/FIRING.*NodeExporterDown/);
  expect(absent.attachments[0]?.text).toContain('Job node-exporter has no target.');

  const beats = outside
    .bodies('/heartbeat')
    .map((body) => JSON.parse(body) as { alerts: { labels: { alertname: string } }[] });
  expect(new Set(beats.flatMap(({ alerts }) => alerts.map(({ labels }) => labels.alertname)))).toEqual(
    new Set(['Watchdog']),
  );
  expect(JSON.stringify(slack())).not.toContain('Watchdog');
}
