import { BASIC_AUTH, type HttpBasicAuth } from '../../model/http-auth';
import { type Problem, refuse } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { choice, fitProps, listOf, needed, type Shape, text } from '../../model/shape';
import { validateBaseUrl } from '../../model/units';
import { validateBootstrapEndpoint } from '../bootstrap/validate-endpoint';
import { DashboardsProduct, type IDashboardsEndpoint } from '../dashboards-endpoint';
import { SECRET_KEY } from '../outputs/secret-key-shape';

export interface ExternalDashboardsProps {
  /** Address, with the path in front of its pages if there is one: `https://kibana.example.com/logs`. */
  readonly url: string;
  /** User that may make data views and saved objects. */
  readonly admin: HttpBasicAuth;
  /** @default DashboardsProduct.KIBANA */
  readonly product?: DashboardsProduct;
  /** Certificate of the authority that signed its certificate, in the namespace of the Job. @default - those of the Job's image */
  readonly ca?: SecretKey;
  /** Address ranges in CIDR notation that it is reached at, for NetworkPolicies. @default - any address on its port */
  readonly egressCidrs?: readonly string[];
}

const SHAPE: Shape<ExternalDashboardsProps> = {
  url: needed(text('https://kibana.example.com')),
  admin: needed(BASIC_AUTH),
  product: choice(DashboardsProduct),
  ca: SECRET_KEY,
  egressCidrs: listOf(text('192.0.2.0/24')),
};

/** A Kibana or OpenSearch Dashboards that somebody else runs, for KibanaBootstrap. */
export class ExternalDashboards implements IDashboardsEndpoint {
  readonly product: DashboardsProduct;
  readonly url: string;
  readonly path?: string;
  readonly ca?: SecretKey;
  readonly admin?: HttpBasicAuth;
  readonly egressCidrs?: readonly string[];

  constructor(props: ExternalDashboardsProps) {
    refuse('ExternalDashboards', validate(props));
    const { product = DashboardsProduct.KIBANA, ca, admin, egressCidrs } = props;
    const { origin, path } = partsOf(props.url);
    this.product = product;
    this.url = origin;
    this.path = path;
    this.ca = ca;
    this.admin = admin;
    this.egressCidrs = egressCidrs;
  }
}

function partsOf(url: string): { origin: string; path: string } {
  const { origin, pathname } = new URL(url);
  return { origin, path: pathname.replace(/\/+$/, '') || '/' };
}

function validate(props: ExternalDashboardsProps): Problem[] {
  const { fit, problems } = fitProps(props, SHAPE);
  const wrong = [...problems, ...validateBaseUrl('url', fit.url)];
  if (wrong.length > 0) return wrong;
  const { origin, path } = partsOf(fit.url);
  return validateBootstrapEndpoint('', { ...fit, url: origin, path });
}
