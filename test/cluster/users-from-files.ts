import { type Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Elasticsearch, HttpBasicAuth, SearchBootstrap } from '../../lib';
import { START_SCRIPT } from '../../lib/logging/elasticsearch/scripts';

/**
 * Takes the Job away, and gives the user of a writer that it would make to an Elasticsearch by files: the server of these
 * tests knows users and roles from files alone.
 */
export function userFromFiles(
  chart: Chart,
  { statefulSet }: Elasticsearch,
  bootstrap: SearchBootstrap,
  { username, password }: HttpBasicAuth,
): void {
  const role = `${username}-writer`;
  const { body } = bootstrap.requests.find(({ path }) => path === `/_security/role/${role}`) ?? {};
  bootstrap.node.scope?.node.tryRemoveChild(bootstrap.node.id);
  new k8s.KubeConfigMap(chart, 'Roles', {
    metadata: { name: 'roles' },
    data: { 'roles.yml': JSON.stringify({ [role]: body }) },
  });
  const addUser = `bin/elasticsearch-users useradd ${username} -r ${role} -p "$(</writer/${password.key})" >/dev/null`;
  const pod = '/spec/template/spec';
  const mounts = `${pod}/containers/0/volumeMounts/-`;
  statefulSet.addJsonPatch(
    JsonPatch.replace(
      `${pod}/containers/0/command/2`,
      START_SCRIPT.replace('unset password', `${addUser}\nunset password`),
    ),
    JsonPatch.add(`${pod}/volumes/-`, { name: 'roles', configMap: { name: 'roles' } }),
    JsonPatch.add(`${pod}/volumes/-`, { name: 'writer', secret: { secretName: password.name, defaultMode: 0o440 } }),
    JsonPatch.add(mounts, { name: 'writer', mountPath: '/writer' }),
    JsonPatch.add(mounts, {
      name: 'roles',
      mountPath: '/usr/share/elasticsearch/config/roles.yml',
      subPath: 'roles.yml',
    }),
  );
}
