// The few questions and orders that scripts have for a cluster, asked through the kubectl on PATH.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export class Kubectl {
  #flags;

  constructor({ kubeconfig, context }) {
    this.#flags = [...(kubeconfig ? ['--kubeconfig', kubeconfig] : []), ...(context ? ['--context', context] : [])];
  }

  /** Runs kubectl; a manifest goes to its standard input. Throws what it complained of, with `hidden` texts blotted out. */
  #run(args, manifest, hidden = []) {
    const input = manifest ? JSON.stringify(manifest) : '';
    const { status, stdout, stderr, error } = spawnSync('kubectl', [...this.#flags, ...args], {
      input,
      encoding: 'utf8',
    });
    if (error?.code === 'ENOENT') throw new Error('PATH has no kubectl; install it');
    if (error) throw error;
    if (status === 0) return stdout;
    const said = hidden.reduce((text, secret) => text.replaceAll(secret, '***'), stderr.trim());
    throw new Error(`kubectl ${args.join(' ')}: ${said || `exit code ${status}`}`);
  }

  hasNamespace(name) {
    return this.#run(['get', 'namespace', name, '--ignore-not-found', '-o', 'name']).trim() !== '';
  }

  createNamespace(name) {
    this.#run(['create', 'namespace', name]);
  }

  /** The names of a Secret's keys, not the values; undefined if there is no such Secret. */
  secretKeys(namespace, name) {
    const template = 'go-template=exists{{range $key, $value := .data}} {{$key}}{{end}}';
    const said = this.#run(['get', 'secret', name, '-n', namespace, '--ignore-not-found', '-o', template]).trim();
    return said === '' ? undefined : said.split(' ').slice(1);
  }

  /** The value of a Secret's key; undefined if there is none. */
  secretValue(namespace, name, key) {
    const template = `go-template={{with .data}}{{with index . ${JSON.stringify(key)}}}{{.}}{{end}}{{end}}`;
    const said = this.#run(['get', 'secret', name, '-n', namespace, '--ignore-not-found', '-o', template]).trim();
    return said === '' ? undefined : Buffer.from(said, 'base64');
  }

  /**
   * Adds keys to a Secret and makes it if it is missing; `values` maps keys to Buffers, and `type` is that
   * of a Secret which is made, by default Opaque. Each call is a field manager of its own: the API server then refuses to
   * change a key that somebody else has set in the meantime, and no later call removes these keys.
   */
  addToSecret(namespace, name, values, type) {
    const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.toString('base64')]));
    const manager = `expected-secrets-${randomBytes(8).toString('hex')}`;
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, data, ...(type && { type }) };
    const hidden = [...Object.values(data), ...Object.values(values).map((value) => value.toString())];
    this.#run(['apply', '--server-side', `--field-manager=${manager}`, '-f', '-'], secret, hidden);
  }
}
