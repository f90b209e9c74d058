import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { AlertmanagerConfig } from '../config/alertmanager/model';
import { validateAlertmanagerConfig } from '../config/alertmanager/validate';
import { writeAlertmanagerConfig } from '../config/alertmanager/write';
import { addCheck } from '../kubernetes/checks';
import { namespaceOf, validateNamespace } from '../kubernetes/namespace';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import type { EgressTarget } from '../model/egress-target';
import { type Problem, refuse } from '../model/problem';
import { dataProblems, fitProps } from '../model/shape';
import { validateDuration, validateObjectName } from '../model/units';
import { resolveRoutes, validateRoutes } from '../proof/routes';
import { heartbeatRoute } from './heartbeat-route';
import { DEFAULT_INHIBIT_RULES, HEARTBEAT_INHIBIT_RULE, type InhibitRule } from './inhibition';
import { NullReceiver } from './receivers/null-receiver';
import type { IReceiver } from './receivers/receiver';
import type { Route } from './route';
import { credentialsOf, egressOf, type ReceiverCredential, type Routing, routingConfig } from './routing-config';
import { ALERT_ROUTING, ROUTE } from './routing-shapes';
import { inRoutesGiven, validateRouting } from './validate-routing';

/** Key of the Secret that holds the configuration; the one that the Prometheus Operator reads too. */
export const ALERTMANAGER_CONFIG_KEY = 'alertmanager.yaml';

export interface AlertRoutingProps {
  /** Gets every alert that no route takes. */
  readonly defaultReceiver: IReceiver;
  /**
   * Gets Watchdog of severity none, an alert that always fires, and nothing else: something outside that speaks up when the messages
   * stop, such as Dead Man's Snitch or healthchecks.io.
   */
  readonly heartbeat: IReceiver;
  /** How often the heartbeat is sent at least. @default '1m' */
  readonly heartbeatInterval?: string;
  /** Tried in order, behind those for Watchdog and InfoInhibitor. @default - none */
  readonly routes?: readonly Route[];
  /**
   * Labels by whose values alerts are grouped into one message; `...` alone means all labels.
   * @default ['alertname', 'cluster', 'job', 'namespace']
   */
  readonly groupBy?: readonly string[];
  /** How long the first message of a group waits for more alerts. @default '30s' */
  readonly groupWait?: string;
  /** How long changes of a group are collected before the next message. @default '5m' */
  readonly groupInterval?: string;
  /** After how long a message is sent again while nothing changes. @default '12h' */
  readonly repeatInterval?: string;
  /** After how long an alert counts as resolved if its sender gave no end; Prometheus gives one. @default '5m' */
  readonly resolveTimeout?: string;
  /** More rules about alerts that keep others from being sent. @default - none */
  readonly inhibitRules?: readonly InhibitRule[];
  /**
   * Put {@link DEFAULT_INHIBIT_RULES} before `inhibitRules`. The rule that holds the heartbeat back while nothing is
   * delivered is there in any case.
   * @default true
   */
  readonly defaultInhibitRules?: boolean;
  /** Template files that texts of receivers may use: file name (`*.tmpl`) and text. @default - none */
  readonly templates?: Readonly<Record<string, string>>;
  /** More settings under `global`, as Alertmanager spells them; no credentials. @default - none */
  readonly global?: Readonly<Record<string, unknown>>;
  /** Name of the Secret with the configuration. @default 'alertmanager-config' */
  readonly secretName?: string;
  /** @default - that of the chart */
  readonly namespace?: string;
}

/**
 * Where alerts go: the configuration of Alertmanager, in one Secret.
 *
 * By default Watchdog goes to the heartbeat alone, InfoInhibitor nowhere, everything else to the default receiver.
 */
export class AlertRouting extends Construct {
  /** Name of the Secret; its key `alertmanager.yaml` is the configuration, the others are template files. */
  readonly secretName: string;
  readonly namespace: string;
  readonly secret: k8s.KubeSecret;
  private readonly given: Omit<Routing, 'root'>;
  private readonly inhibitRules: readonly InhibitRule[];
  /** Gets what no route takes. */
  readonly defaultReceiver: IReceiver;
  /** Gets Watchdog. */
  readonly heartbeat: IReceiver;
  /** Those that come before the user's. */
  private readonly firstRoutes: readonly Route[];
  /** With the user's routes alone. */
  private root: Routing['root'];

  constructor(scope: Construct, id: string, props: AlertRoutingProps) {
    super(scope, id);
    const namespace = namespaceOf(this, props?.namespace);
    const { fit, problems } = fitProps(props, ALERT_ROUTING);
    this.given = {
      global: fit.global,
      resolveTimeout: fit.resolveTimeout ?? '5m',
      inhibitRules: fit.inhibitRules ?? [],
      templates: fit.templates ?? {},
    };
    this.root = {
      matchers: [],
      receiver: fit.defaultReceiver,
      groupBy: fit.groupBy ?? ['alertname', 'cluster', 'job', 'namespace'],
      groupWait: fit.groupWait ?? '30s',
      groupInterval: fit.groupInterval ?? '5m',
      repeatInterval: fit.repeatInterval ?? '12h',
      routes: [...(fit.routes ?? [])],
    };
    refuse(this.node.path, [
      ...problems,
      ...(problems.some(({ what }) => what.startsWith("'namespace'")) ? [] : validateNamespace(namespace)),
      ...validateObjectName('secretName', fit.secretName, 'alertmanager-config', 'name of a Secret'),
      ...validateDuration('heartbeatInterval', fit.heartbeatInterval, { min: '2s' }),
      ...validateRouting({ ...this.given, root: this.root }, fit.heartbeat),
    ]);
    requireUniqueObjects(this);

    this.namespace = namespace as string;
    this.secretName = props.secretName ?? 'alertmanager-config';
    this.defaultReceiver = props.defaultReceiver;
    this.heartbeat = props.heartbeat;
    this.inhibitRules = [...((props.defaultInhibitRules ?? true) ? DEFAULT_INHIBIT_RULES : []), HEARTBEAT_INHIBIT_RULE];
    this.firstRoutes = [
      heartbeatRoute(props.heartbeat, props.heartbeatInterval ?? '1m'),
      { matchers: ['alertname="InfoInhibitor"', 'severity="none"'], receiver: new NullReceiver() },
    ];
    this.secret = this.makeSecret();
    this.node.defaultChild = this.secret;
    addCheck(
      this,
      () => this.validateWhole(),
      () => this.root,
    );
  }

  /** Adds a route behind those there are. */
  addRoute(route: Route): void {
    const routes = this.root.routes ?? [];
    let root = this.root;
    refuse(
      this.node.path,
      dataProblems(route, ROUTE, 'route', (fit) => {
        root = { ...this.root, routes: [...routes, fit] };
        return validateRouting({ ...this.given, root }, this.heartbeat);
      }),
    );
    this.root = root;
  }

  /** Names of the receivers that an alert with these labels reaches, in the order they are notified. */
  resolve(labels: Readonly<Record<string, string>>): string[] {
    return resolveRoutes(this.config, labels);
  }

  /** The configuration as it is now. */
  get config(): AlertmanagerConfig {
    return routingConfig(this.whole);
  }

  /** The Secret's files as they are now: name and text. For people to read: in the Secret they are base64. */
  get files(): Readonly<Record<string, string>> {
    return { [ALERTMANAGER_CONFIG_KEY]: writeAlertmanagerConfig(this.config), ...this.given.templates };
  }

  /** The credentials that the configuration names as files below {@link CREDENTIALS_FOLDER}. */
  get credentials(): readonly ReceiverCredential[] {
    return credentialsOf(this.whole.root, (labels) => this.resolve({ namespace: this.namespace, ...labels }));
  }

  /** What Alertmanager has to reach to send. */
  get egress(): readonly EgressTarget[] {
    return egressOf(this.whole.root);
  }

  /** With the routes and rules that are always there. */
  private get whole(): Routing {
    const routes = [...this.firstRoutes, ...(this.root.routes ?? [])];
    return {
      ...this.given,
      root: { ...this.root, routes },
      inhibitRules: [...this.inhibitRules, ...this.given.inhibitRules],
    };
  }

  /** Where alerts end up: what only the whole tree shows. */
  private validateWhole(): Problem[] {
    const { config } = this;
    const options = { nullReceivers: [], heartbeatReceiver: this.heartbeat.name };
    const problems = [...validateAlertmanagerConfig(config), ...validateRoutes(config, options)];
    return problems.map((problem) => inRoutesGiven(problem, this.firstRoutes.length));
  }

  /**
   * `data`, not `stringData`: the API server keeps only data, so with stringData a second `kubectl apply` says
   * "configured" every time, and a template file that was removed would stay in the Secret for ever. What it costs, that
   * the text in dist/ is base64, {@link files} makes up for.
   */
  private makeSecret(): k8s.KubeSecret {
    const value = (key: string) => Lazy.any({ produce: () => Buffer.from(this.files[key] ?? '').toString('base64') });
    const keys = [ALERTMANAGER_CONFIG_KEY, ...Object.keys(this.given.templates)];
    return new k8s.KubeSecret(this, 'Secret', {
      metadata: { name: this.secretName, namespace: this.namespace },
      type: 'Opaque',
      data: Object.fromEntries(keys.map((key) => [key, value(key)])),
    });
  }
}
