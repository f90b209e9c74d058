/** The public API: what other packages, main.ts and the examples may import. */

export { MetricsServer, type MetricsServerProps } from './addons/metrics-server';
export { AlertRouting, type AlertRoutingProps } from './alerting/alert-routing';
export { Alertmanager, type AlertmanagerProps } from './alerting/alertmanager';
export { credentialFile } from './alerting/credential-file';
export { DEFAULT_INHIBIT_RULES, HEARTBEAT_INHIBIT_RULE, type InhibitRule } from './alerting/inhibition';
export { CombinedReceiver } from './alerting/receivers/combined-receiver';
export {
  DeadMansSnitchReceiver,
  type DeadMansSnitchReceiverProps,
} from './alerting/receivers/dead-mans-snitch-receiver';
export { DiscordReceiver, type DiscordReceiverProps } from './alerting/receivers/discord-receiver';
export { EmailReceiver, type EmailReceiverProps } from './alerting/receivers/email-receiver';
export type { HttpReceiverProps, ReceiverProps } from './alerting/receivers/http-options';
export {
  MicrosoftTeamsApi,
  MicrosoftTeamsReceiver,
  type MicrosoftTeamsReceiverProps,
} from './alerting/receivers/microsoft-teams-receiver';
export { NullReceiver } from './alerting/receivers/null-receiver';
export {
  OpsgenieReceiver,
  type OpsgenieReceiverProps,
  type OpsgenieResponder,
} from './alerting/receivers/opsgenie-receiver';
export {
  type PagerDutyImage,
  type PagerDutyLink,
  PagerDutyReceiver,
  type PagerDutyReceiverProps,
  type PagerDutySeverities,
  PagerDutySeverity,
} from './alerting/receivers/pager-duty-receiver';
export type { IReceiver, ReceiverBinding, TemplateText } from './alerting/receivers/receiver';
export type { SlackMentions } from './alerting/receivers/slack-mentions';
export { SlackLinks, SlackReceiver, type SlackReceiverProps } from './alerting/receivers/slack-receiver';
export {
  TelegramParseMode,
  TelegramReceiver,
  type TelegramReceiverProps,
} from './alerting/receivers/telegram-receiver';
export { WebhookReceiver, type WebhookReceiverProps } from './alerting/receivers/webhook-receiver';
export type { Route } from './alerting/route';
export type { ReceiverCredential } from './alerting/routing-config';
export type { TimeInterval, TimeOfDayRange, TimeRanges } from './alerting/time-interval';
export type { ClusterComponent, ClusterFlavour } from './cluster/cluster-flavour';
export { type GenericClusterProps, genericCluster } from './cluster/generic-cluster';
export type { HostTargets } from './cluster/host-targets';
export type {
  AlertmanagerConfig,
  InhibitRuleConfig,
  IntegrationConfig,
  ReceiverConfig,
  RouteConfig,
  TimeIntervalConfig,
  TimeRangesConfig,
} from './config/alertmanager/model';
export type {
  BlackboxModule,
  BlackboxModules,
  GrpcProbe,
  HeaderMatch,
  HttpProbe,
  ProbeAddressFamily,
  ProbeTls,
  QueryResponse,
  TcpProbe,
} from './config/blackbox/model';
export type {
  FluentBitConfig,
  FluentBitFilter,
  FluentBitInput,
  FluentBitMultilineParser,
  FluentBitMultilineRule,
  FluentBitOutput,
  FluentBitParser,
  FluentBitProcessor,
  FluentBitService,
} from './config/fluent-bit/config';
export type { PrometheusConfig, RemoteWrite, RemoteWriteQueue, Shard, SigV4 } from './config/prometheus/model';
export { AwsVpcCniTargets, type AwsVpcCniTargetsProps } from './exporters/aws-vpc-cni-targets';
export { BlackboxExporter, type BlackboxExporterProps } from './exporters/blackbox-exporter';
export {
  BlackboxExporterSidecar,
  type BlackboxExporterSidecarProps,
  type BlackboxSidecarProbe,
} from './exporters/blackbox-exporter-sidecar';
export type { ProbeTimes } from './exporters/blackbox-modules';
export type { BlackboxProbe } from './exporters/blackbox-probe';
export { Cadvisor, type CadvisorProps } from './exporters/cadvisor';
export type { ClusterJobProps, ScrapeSettings } from './exporters/cluster-job';
export { ClusterTargets, type ClusterTargetsProps } from './exporters/cluster-targets';
export { ingressUrls } from './exporters/ingress-urls';
export { KubeStateMetrics, type KubeStateMetricsProps } from './exporters/kube-state-metrics';
export { NginxDemo, type NginxDemoProps } from './exporters/nginx-demo';
export { NginxExporterSidecar, type NginxExporterSidecarProps } from './exporters/nginx-exporter-sidecar';
export { NodeExporter, type NodeExporterProps } from './exporters/node-exporter';
export { Pushgateway, type PushgatewayProps } from './exporters/pushgateway';
export { SidecarDiscovery } from './exporters/sidecar-discovery';
export type { ApiServerAccessProps } from './kubernetes/api-server-access';
export type { ComponentProps } from './kubernetes/component';
export { expectedSecrets, type NamespacedSecret, secretsTable } from './kubernetes/expected-secrets';
export { type Exposure, ExposureType } from './kubernetes/exposure';
export { ImageName, Images, type ImagesProps } from './kubernetes/images';
export type { NodeAgentProps } from './kubernetes/node-agent';
export {
  ObservabilityNamespace,
  type ObservabilityNamespaceProps,
  PodSecurityLevel,
} from './kubernetes/observability-namespace';
export { CONTROL_PLANE_TOLERATIONS, type PlacementProps, type Toleration } from './kubernetes/placement';
export type { ContainerResources } from './kubernetes/resources';
export type { StorageProps } from './kubernetes/storage';
export { addSyncWaves } from './kubernetes/sync-waves';
export type { AwsLogWriter } from './logging/bootstrap/aws-writers';
export type { BootstrapProps } from './logging/bootstrap/bootstrap';
export { KibanaBootstrap, type KibanaBootstrapProps } from './logging/bootstrap/kibana-bootstrap';
export type { BootstrapRequest } from './logging/bootstrap/request';
export type { LogDataView } from './logging/bootstrap/saved-objects';
export { SearchBootstrap, type SearchBootstrapProps } from './logging/bootstrap/search-bootstrap';
export type { LogWriter } from './logging/bootstrap/user-requests';
export type { DashboardsProps } from './logging/dashboards/dashboards-props';
export { ExternalDashboards, type ExternalDashboardsProps } from './logging/dashboards/external-dashboards';
export { Kibana, type KibanaProps } from './logging/dashboards/kibana';
export { OpenSearchDashboards, type OpenSearchDashboardsProps } from './logging/dashboards/opensearch-dashboards';
export { DashboardsProduct, type IDashboardsEndpoint } from './logging/dashboards-endpoint';
export type { CertificateIssuer } from './logging/elasticsearch/certificates';
export { Elasticsearch, type ElasticsearchProps } from './logging/elasticsearch/elasticsearch';
export { ElasticsearchMmap } from './logging/elasticsearch/mmap';
export { ExternalSearch, type ExternalSearchProps } from './logging/external-search';
export { FluentBit } from './logging/fluent-bit/fluent-bit';
export { FluentBitMetadata } from './logging/fluent-bit/fluent-bit-metadata';
export type { FluentBitProps } from './logging/fluent-bit/fluent-bit-props';
export { FluentdAgent } from './logging/fluentd/fluentd-agent';
export type { FluentdAgentProps } from './logging/fluentd/fluentd-agent-props';
export { FluentdAggregator } from './logging/fluentd/fluentd-aggregator';
export type { FluentdAggregatorProps, FluentdTls } from './logging/fluentd/fluentd-aggregator-props';
export type { StackTraceLanguage } from './logging/lines/stack-traces';
export { LogFileSidecar } from './logging/log-files/log-file-sidecar';
export type { LogFileSidecarProps } from './logging/log-files/log-file-sidecar-props';
export type { LossBudgetProps } from './logging/loss-budget';
export {
  CloudWatchLogsOutput,
  type CloudWatchLogsOutputProps,
  type CloudWatchRetentionDays,
} from './logging/outputs/cloud-watch-logs-output';
export { ElasticsearchOutput, type ElasticsearchOutputProps } from './logging/outputs/elasticsearch-output';
export type {
  FluentdBareFilter,
  FluentdDelivery,
  FluentdPlugin,
  IFluentdOutput,
} from './logging/outputs/fluentd-delivery';
export { ForwardOutput, type ForwardOutputProps, ForwardPeer } from './logging/outputs/forward-output';
export type { HttpEndpointProps } from './logging/outputs/http-endpoint';
export { HttpOutput, type HttpOutputProps } from './logging/outputs/http-output';
export {
  type FluentBitDelivery,
  type FluentBitPlugin,
  type IFluentBitOutput,
  LogOutput,
  type OutputCredential,
  type OutputEgress,
  type OutputFiles,
} from './logging/outputs/log-output';
export type { LogDataStream, LogIndex, LogStoreProps } from './logging/outputs/log-store';
export { LokiOutput, type LokiOutputProps } from './logging/outputs/loki-output';
export {
  OpenSearchOutput,
  type OpenSearchOutputProps,
  type OpenSearchSigV4,
} from './logging/outputs/open-search-output';
export { S3Output, type S3OutputProps } from './logging/outputs/s3-output';
export { IndexNaming, type SearchOutputProps } from './logging/outputs/search-options';
export { SearchOutput } from './logging/outputs/search-output';
export { StdoutOutput } from './logging/outputs/stdout-output';
export type { ResolvedRoute, ResolvedRoutes, ResolvedTarget } from './logging/routes/log-targets';
export { LoggingStack } from './logging/stack/logging-stack';
export type { LoggingDashboardsProps, LoggingStackProps, LoggingWriter } from './logging/stack/logging-stack-props';
export type { StoredLogs } from './logging/stack/stored-logs';
export type { AlertmanagerEndpoint } from './model/alertmanager-endpoint';
export type { EgressTarget } from './model/egress-target';
export type { ExpectedSecret } from './model/expected-secret';
export type { HttpAuthorization, HttpBasicAuth } from './model/http-auth';
export { type LogKeep, LogLevel, type LogRoute, type LogSelector, type LogTarget } from './model/log-route';
export type { IMetricsBackend } from './model/metrics-backend';
export type { PodPeer } from './model/pod-peer';
export { InvalidInputError, type Problem } from './model/problem';
export { RelabelAction, type Relabeling } from './model/relabeling';
export { type AlertingRule, type RecordingRule, type RuleGroup, Severity } from './model/rules';
export type {
  AbsenceAlert,
  AnnotatedPodTargets,
  NodeTargets,
  PodTargets,
  ProbeTargets,
  ScrapeJob,
  ScrapeTls,
  ServiceTargets,
  StaticTargets,
} from './model/scrape-job';
export { type ISearchEndpoint, SearchEngine } from './model/search-endpoint';
export type { SecretKey } from './model/secret-key';
export { MonitoringStack, type MonitoringStackProps } from './monitoring/monitoring-stack';
export type { PodDiscoveryProps } from './monitoring/pod-discovery';
export { PrometheusServer } from './monitoring/prometheus-server/prometheus-server';
export type { PrometheusServerProps } from './monitoring/prometheus-server/props';
export { PrometheusShard, type PrometheusShardProps } from './monitoring/prometheus-server/shard';
export type { MeantRoute, TagPart } from './proof/log-pipeline/meant-routes';
export type { ProveLogPipelineOptions } from './proof/log-pipeline/prove-log-pipeline';
export { provedFluentBitYaml } from './proof/log-pipeline/proved-fluent-bit-yaml';
export { alertmanagerRules } from './rules/alertmanager';
export { type AlertmanagerRulesOptions, STOPS_HEARTBEAT } from './rules/alertmanager-options';
export { type BlackboxRulesOptions, blackboxRules } from './rules/blackbox';
export { type ConfigReloaderRulesOptions, configReloaderRules } from './rules/config-reloader';
export { elasticsearchRules } from './rules/elasticsearch';
export type { ElasticsearchRulesOptions } from './rules/elasticsearch-options';
export { EXPLAINS_DOWN } from './rules/explains-down';
export { type FluentBitRulesOptions, fluentBitRules } from './rules/fluent-bit';
export { type FluentdRulesOptions, fluentdRules } from './rules/fluentd';
export { type GeneralRulesOptions, generalRules, type WatchdogRulesOptions, watchdogRules } from './rules/general';
export { type KibanaRulesOptions, kibanaRules } from './rules/kibana';
export { type KubeStateMetricsRulesOptions, kubeStateMetricsRules } from './rules/kube-state-metrics';
export { logFileRules } from './rules/log-files';
export { type LoggingBootstrapRulesOptions, loggingBootstrapRules } from './rules/logging-bootstrap';
export { type NginxRulesOptions, nginxRules } from './rules/nginx';
export type { RuleOverride, RuleOverrides } from './rules/override';
export { prometheusRules } from './rules/prometheus';
export type { PrometheusRulesOptions } from './rules/prometheus-options';
export { type PushgatewayRulesOptions, pushgatewayRules } from './rules/pushgateway';
export type { RunbookOptions } from './rules/runbook';
