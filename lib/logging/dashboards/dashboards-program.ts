import type { ImageName } from '../../kubernetes/images';
import type { SecretKey } from '../../model/secret-key';
import type { DashboardsProduct } from '../dashboards-endpoint';

/** A value that a setting gets from a Secret. */
export interface DashboardsSecret {
  /** Name of the variable that the configuration refers to; none that the image itself takes for a setting. */
  readonly variable: string;
  readonly secret: SecretKey;
  readonly purpose: string;
  /** Whether any random value of some 40 characters serves. */
  readonly random: boolean;
  /** Namespace that a random value is made in, which others share. @default - the page's own */
  home?(): string | undefined;
}

/** Where the files of a page's server are, as its container sees them. */
export interface DashboardsFiles {
  /** The authority of the search engine. @default - those of the image */
  readonly ca?: string;
  /** The folder with the server's own certificate. @default - plain HTTP */
  readonly tls?: string;
}

/** What is special about Kibana, or about OpenSearch Dashboards. */
export interface DashboardsProgram {
  readonly product: DashboardsProduct;
  readonly title: string;
  readonly image: ImageName;
  /** Folder that the program is installed in. */
  readonly home: string;
  /** Its configuration, below that folder. */
  readonly configFile: string;
  readonly metric: string;
  readonly secrets: readonly DashboardsSecret[];
  /** Its settings by their names. */
  readonly settings: (files: DashboardsFiles) => Record<string, unknown>;
}

/** Settings that the two have under one name. */
export function serverSettings(
  { name, publicBaseUrl }: { readonly name: string; readonly publicBaseUrl?: string },
  { tls }: DashboardsFiles,
): Record<string, unknown> {
  const basePath = basePathOf(publicBaseUrl);
  return {
    'server.name': name,
    'server.host': '0.0.0.0',
    'server.port': DASHBOARDS_PORT,
    ...(basePath === '' ? {} : { 'server.basePath': basePath, 'server.rewriteBasePath': true }),
    ...(tls === undefined
      ? {}
      : {
          'server.ssl.enabled': true,
          'server.ssl.certificate': `${tls}/tls.crt`,
          'server.ssl.key': `${tls}/tls.key`,
        }),
  };
}

/** Upstream's port. */
export const DASHBOARDS_PORT = 5601;

/** The path in front of all pages; empty if there is none. */
export const basePathOf = (publicBaseUrl?: string): string =>
  publicBaseUrl === undefined ? '' : new URL(publicBaseUrl).pathname.replace(/\/+$/, '');

/** Where each of the two tells without a login whether it is ready. */
export const statusPathOf = (basePath: string): string => `${basePath}/api/status`;

/** How a configuration refers to a variable. */
export const reference = (variable: string): string => `\${${variable}}`;
