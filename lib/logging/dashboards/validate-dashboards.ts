import { POD_PEER } from '../../config/prometheus/shapes';
import { COMPONENT, validateComponent } from '../../kubernetes/component';
import { EXPOSURE, type Exposure, validateExposure } from '../../kubernetes/exposure';
import { ImageName, Images } from '../../kubernetes/images';
import { validatePodPeers } from '../../kubernetes/network-policy';
import { confidentialSettings, settingsByName } from '../../model/confidential';
import { BASIC_AUTH, validateBasicAuth } from '../../model/http-auth';
import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { validateSecretKey } from '../../model/secret-key';
import { checkedElsewhere, fitProps, flag, listOf, mapOf, number, type Shape, struct, text } from '../../model/shape';
import { shown } from '../../model/shown';
import { validateBaseUrl, validateInteger, validateObjectName, validateWorkloadName } from '../../model/units';
import { CERTIFICATE_ISSUER, validateCertificateIssuer } from '../elasticsearch/certificates';
import { validateImageFloor } from '../image-floors';
import { validateApiEndpoint, validateClearText } from '../outputs/http-endpoint';
import { SECRET_KEY } from '../outputs/secret-key-shape';
import type { DashboardsProps } from './dashboards-props';
import type { KibanaProps } from './kibana';
import type { OpenSearchDashboardsProps } from './opensearch-dashboards';

const DASHBOARDS: Shape<DashboardsProps> = {
  ...COMPONENT,
  name: text('kibana'),
  search: checkedElsewhere<ISearchEndpoint>('elasticsearch'),
  replicas: number(1),
  publicBaseUrl: text('https://kibana.example.com'),
  exposure: EXPOSURE,
  tlsSecretName: text('kibana-http-tls'),
  issuer: struct(CERTIFICATE_ISSUER),
  accessFrom: listOf(struct(POD_PEER)),
  extraConfig: mapOf(checkedElsewhere<unknown>()),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
};

const KIBANA: Shape<KibanaProps> = {
  ...DASHBOARDS,
  password: SECRET_KEY,
  encryptionSecretName: text('kibana-encryption'),
};

const OPENSEARCH_DASHBOARDS: Shape<OpenSearchDashboardsProps> = {
  ...DASHBOARDS,
  user: BASIC_AUTH,
  cookiePassword: SECRET_KEY,
};

/** All that is wrong with the props of a Kibana, and the namespace that results from them. */
export function validateKibana(props: KibanaProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, KIBANA);
  return [
    ...problems,
    ...validateDashboards(fit, namespace, problems, {
      engine: SearchEngine.ELASTICSEARCH,
      instead: 'OpenSearchDashboards',
    }),
    ...validateSecretKey('password', fit.password),
    ...validateObjectName('encryptionSecretName', fit.encryptionSecretName, 'kibana-encryption'),
    ...validateImageFloor(fit.images, ImageName.KIBANA),
    ...validateVersions(fit),
  ];
}

/** All that is wrong with the props of an OpenSearch Dashboards, and the namespace that results from them. */
export function validateOpenSearchDashboards(
  props: OpenSearchDashboardsProps,
  namespace: string | undefined,
): Problem[] {
  const { fit, problems } = fitProps(props, OPENSEARCH_DASHBOARDS);
  return [
    ...problems,
    ...validateDashboards(fit, namespace, problems, { engine: SearchEngine.OPENSEARCH, instead: 'Kibana' }),
    ...validateBasicAuth('user', fit.user),
    ...validateSecretKey('cookiePassword', fit.cookiePassword),
  ];
}

function validateDashboards(
  props: DashboardsProps,
  namespace: string | undefined,
  problems: readonly Problem[],
  wanted: { readonly engine: SearchEngine; readonly instead: string },
): Problem[] {
  const { publicBaseUrl } = props;
  return [
    ...validateComponent(props, namespace, problems),
    ...validateWorkloadName('name', props.name, 'kibana'),
    ...validateSearch(props.search, wanted),
    ...validateInteger('replicas', props.replicas, { min: 1 }),
    ...validateBaseUrl('publicBaseUrl', publicBaseUrl),
    ...validateExposure('exposure', props.exposure, { tls: props.tlsSecretName !== undefined }),
    ...validateHosts(publicBaseUrl, props.exposure),
    ...validateObjectName('tlsSecretName', props.tlsSecretName, 'kibana-http-tls'),
    ...validateIssuer(props),
    ...validatePodPeers('accessFrom', props.accessFrom),
    ...validateExtraConfig(props.extraConfig),
    ...validateBaseUrl('runbookBaseUrl', props.runbookBaseUrl),
  ];
}

function validateSearch(
  search: ISearchEndpoint | undefined,
  { engine, instead }: { readonly engine: SearchEngine; readonly instead: string },
): Problem[] {
  if (typeof search !== 'object' || search === null || typeof search.url !== 'string') {
    return [
      {
        what: "'search' is no place where documents are searched",
        fix: `give one such as { engine: SearchEngine.${engine.toUpperCase()}, url: 'https://search.example.com' }`,
      },
    ];
  }
  return [
    ...(search.engine === engine
      ? []
      : [{ what: `'search.engine' is ${shown(search.engine)}, whose page this is not`, fix: `use ${instead}` }]),
    ...validateApiEndpoint(search, 'search.'),
    ...validateClearText('search.url', search.url, true),
  ];
}

function validateIssuer({ issuer, tlsSecretName }: DashboardsProps): Problem[] {
  if (issuer !== undefined && tlsSecretName === undefined) {
    return [
      {
        what: "'issuer' is set without 'tlsSecretName', and the page is served over plain HTTP",
        fix: "name the Secret for the certificate, such as 'kibana-http-tls', or leave it out",
      },
    ];
  }
  return validateCertificateIssuer('issuer', issuer);
}

/** Links lead to the address that is said, and requests come in at that of the Ingress. */
function validateHosts(publicBaseUrl: string | undefined, { host }: Exposure = {}): Problem[] {
  if (publicBaseUrl === undefined || host === undefined || !URL.canParse(publicBaseUrl)) return [];
  const { hostname } = new URL(publicBaseUrl);
  if (hostname === host) return [];
  return [
    { what: `'publicBaseUrl' is at '${hostname}', and 'exposure.host' is '${host}'`, fix: 'use the same host in both' },
  ];
}

/** Kibana refuses an Elasticsearch of another version; of one of others nobody knows it here. */
function validateVersions({ images = Images.UPSTREAM, search }: KibanaProps): Problem[] {
  const [own, other] = [ImageName.KIBANA, ImageName.ELASTICSEARCH].map((name) => images.versionOf(name));
  if (own === undefined || other === undefined || own === other || search?.pods === undefined) return [];
  return [
    {
      what: `'images' runs Kibana ${own} with Elasticsearch ${other}`,
      fix: 'override both with images of one version',
    },
  ];
}

/** How the configuration of both programs refers to a variable. */
const REFERENCE = /\$\{\w+\}/;

/** Whether a value that holds no other ones is written as what it is. */
const isPlainData = (value: unknown) =>
  value === undefined || value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);

function validateExtraConfig(config: Readonly<Record<string, unknown>> = {}): Problem[] {
  return [
    ...[...settingsByName(config)]
      .filter(([, value]) => !isPlainData(value))
      .map(([name, value]) => ({
        what: `'extraConfig' has ${shown(value)} as '${name}', which YAML does not hold`,
        fix: 'use texts, numbers, true and false, and lists and objects of them',
      })),
    ...confidentialSettings(config, REFERENCE).map((name) => ({
      what: `'extraConfig' holds '${name}', which would be a credential in a ConfigMap`,
      fix: "leave it out; this component's own come from Secrets",
    })),
    ...(settingsByName(config).get('elasticsearch.username') === 'elastic'
      ? [
          {
            what: "'extraConfig' has Kibana log in as 'elastic', which it refuses",
            fix: "leave it out: its user is 'kibana_system'",
          },
        ]
      : []),
  ];
}
