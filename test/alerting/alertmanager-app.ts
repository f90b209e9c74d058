import {
  Alertmanager,
  type AlertmanagerProps,
  AlertRouting,
  type AlertRoutingProps,
  DeadMansSnitchReceiver,
  SlackReceiver,
} from '../../lib';
import { type Manifest, newChart, synth } from '../tools/synth';

const key = (name: string) => ({ name, key: 'url' });

/** A receiver whose credential is in the Secret of that name. */
export const slackFrom = (secret: string) => new SlackReceiver(secret, { apiUrl: key(secret) });

/** A routing that is in order, in a chart of an app of its own. */
export function newRouting(props: Partial<AlertRoutingProps> = {}): AlertRouting {
  return new AlertRouting(newChart(), 'Routing', {
    defaultReceiver: slackFrom('slack'),
    heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: key('snitch') }),
    ...props,
  });
}

/** The manifests of an Alertmanager with these props, its routing's Secret left out. */
export function manifestsOf(props: Partial<AlertmanagerProps> = {}): Manifest[] {
  const { routing = newRouting(), ...others } = props;
  const chart = newChart();
  new Alertmanager(chart, 'Alertmanager', { routing, ...others });
  return synth(chart);
}

/** A container of the pods. */
export function container(manifests: readonly Manifest[], name = 'alertmanager'): Manifest {
  const { containers } = manifests.find(({ kind }) => kind === 'StatefulSet').spec.template.spec;
  return containers.find((each: Manifest) => each.name === name);
}
