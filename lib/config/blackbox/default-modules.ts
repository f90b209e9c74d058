import type { BlackboxModules } from './model';

/** The modules that every exporter has, by the names that upstream's own configuration and most others use. */
export const DEFAULT_MODULES: BlackboxModules = {
  http_2xx: { http: {} },
  http_post_2xx: { http: { method: 'POST' } },
  tcp_connect: { tcp: {} },
  tcp_connect_tls: { tcp: { tls: true } },
  grpc: { grpc: { tls: true } },
  grpc_plain: { grpc: {} },
};
