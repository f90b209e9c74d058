/** The path that a Prometheus program puts before all its own: that of its external URL, without a closing slash. */
export function routePrefixOf(externalUrl: string): string {
  const path = new URL(externalUrl).pathname.replace(/\/+$/, '');
  return path === '' ? '/' : path;
}

/** A path of the program below its prefix. */
export function below(routePrefix: string, path: string): string {
  return `${routePrefix === '/' ? '' : routePrefix}${path}`;
}
