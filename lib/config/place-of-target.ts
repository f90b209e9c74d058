const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Whether a target is written as a URL, and not as `host:port`. */
export const isUrlLike = (target: string): boolean => URL_LIKE.test(target);

/** Where a target leads, or undefined if it is none. An IPv6 host has no brackets. */
export function placeOfTarget(target: string): { readonly host: string; readonly port: number } | undefined {
  const text = isUrlLike(target) ? target : `tcp://${target}`;
  if (!URL.canParse(text)) return undefined;
  const { hostname, port, protocol } = new URL(text);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

/** Whether a host is the pod itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
