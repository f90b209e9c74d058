import { CONTAINER_TAG } from '../../../lib/logging/lines/container-tags';

/** The tag of a file, as Fluent Bit makes it. */
const tagOf = (path: string) => {
  const parts = new RegExp(CONTAINER_TAG.regex).exec(path)?.groups;
  return parts && CONTAINER_TAG.tag.replace(/<(\w+)>/g, (_, name: string) => parts[name] ?? '');
};
const UID = '01234567-89ab-cdef-0123-456789abcdef';

describe('the tag of a container', () => {
  it.each([
    ['a file that is written to', `shop_web-1_${UID}/web/0.log`, `kube.shop.web.${UID}.web-1`],
    ['a rotated file', `shop_web-1_${UID}/web/3.log.20300131-235959`, `kube.shop.web.${UID}.web-1`],
    ['a file that was rotated by number', `shop_web-1_${UID}/web/0.log.1`, `kube.shop.web.${UID}.web-1`],
    ['a pod with dots', `kube-system_dns-node.one_${UID}/dns/0.log`, `kube.kube-system.dns.${UID}.dns-node.one`],
    [
      'a static pod that names its uid',
      'kube-system_etcd-a_etcd-Own/etcd/0.log',
      'kube.kube-system.etcd.etcd-Own.etcd-a',
    ],
  ])('is known from %s', (_, path, tag) => {
    expect(tagOf(`/var/log/pods/${path}`)).toBe(tag);
    expect(new RegExp(CONTAINER_TAG.metadata).exec(tag.slice(CONTAINER_TAG.prefix.length))?.groups).toEqual({
      namespace_name: path.split('_')[0],
      pod_name: path.split('_')[1],
      container_name: path.split('/')[1],
    });
  });

  it.each(['web/0.log.gz', 'web/0.log.20300131-235959.gz', 'web/other.txt', '0.log'])('is not that of %s', (file) => {
    expect(tagOf(`/var/log/pods/shop_web-1_${UID}/${file}`)).toBeUndefined();
  });
});
