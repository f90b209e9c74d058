/** The ports of Alertmanager, upstream's own. */
export const ALERTMANAGER_PORTS = { web: 9093, mesh: 9094 } as const;
