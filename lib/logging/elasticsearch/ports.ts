/** Upstream's ports: of clients, and of members among themselves. */
export const ELASTICSEARCH_PORTS = { http: 9200, transport: 9300 } as const;
