/** Path of the status page in the server block that {@link statusServer} writes. */
export const STATUS_PATH = '/stub_status';

/**
 * A server block that shows nginx's counters at {@link STATUS_PATH} on the loopback address, to processes of the same
 * pod alone, and keeps its own scrapes out of the access log.
 */
export function statusServer(port: number): string {
  return `server {
  listen 127.0.0.1:${port};
  access_log off;
  location = ${STATUS_PATH} {
    stub_status;
    allow 127.0.0.1;
    deny all;
  }
  location / {
    return 404;
  }
}
`;
}
