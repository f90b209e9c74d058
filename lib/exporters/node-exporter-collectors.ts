import { nearest } from '../model/nearest';
import type { Problem } from '../model/problem';

/** Collectors of node_exporter 1.12 on Linux that run unless they are disabled. */
export const DEFAULT_COLLECTORS: readonly string[] = (
  'arp bcache bcachefs bonding btrfs conntrack cpu cpufreq diskstats dmi dmmultipath edac entropy fibrechannel filefd ' +
  'filesystem hwmon infiniband ipvs kernel_hung loadavg mdadm meminfo netclass netdev netstat nfs nfsd nvme os ' +
  'powersupplyclass pressure rapl schedstat selinux sockstat softnet stat tapestats textfile thermal_zone time timex ' +
  'udp_queues uname vmstat watchdog xfs zfs'
).split(' ');

/** Those that run only if they are enabled. */
export const OTHER_COLLECTORS: readonly string[] = (
  'buddyinfo cgroups cpu_vulnerabilities drbd drm ethtool interrupts ksmd lnstat logind meminfo_numa mountstats ' +
  'network_route ntp nvmesubsystem pcidevice perf processes qdisc runit slabinfo softirqs supervisord swap sysctl ' +
  'systemd tcpstat wifi xfrm zoneinfo'
).split(' ');

/** Those that cannot work in these pods, and why. */
const UNFIT: Readonly<Record<string, string>> = {
  logind: "asks the node's D-Bus, which these pods do not reach",
  os: "reads the image's /etc/os-release, not the node's",
  perf: 'needs capabilities that these pods give up',
  runit: "looks for its services in the container's own /etc",
  slabinfo: 'reads what only root may read',
  systemd: "asks the node's D-Bus, which these pods do not reach",
};

/** Checks the lists of collectors to enable and to disable. */
export function validateCollectors(enable: readonly string[] = [], disable: readonly string[] = []): Problem[] {
  return [
    ...unknown('enableCollectors', enable),
    ...unknown('disableCollectors', disable),
    ...enable
      .filter((name) => Object.hasOwn(UNFIT, name))
      .map((name) => ({
        what: `'enableCollectors' names '${name}', which ${UNFIT[name]}`,
        fix: 'leave it out, or run a node_exporter of your own on the node for it',
      })),
    ...enable
      .filter((name) => disable.includes(name))
      .map((name) => ({
        what: `collector '${name}' is in 'enableCollectors' and in 'disableCollectors'`,
        fix: 'keep it in one of them',
      })),
  ];
}

function unknown(prop: string, names: readonly string[]): Problem[] {
  const all = [...DEFAULT_COLLECTORS, ...OTHER_COLLECTORS];
  return names
    .filter((name) => !all.includes(name))
    .map((name) => {
      const meant = nearest(name, all);
      return {
        what: `'${prop}' names '${name}', which is no collector of node_exporter`,
        fix: meant === undefined ? "use a name without the flag, such as 'wifi'" : `write '${meant}'`,
      };
    });
}

/**
 * The flags that turn collectors on and off; one without an effect is left out. What cannot work here is off: a
 * collector that fails at each scrape hides those that fail for a reason.
 */
export function collectorFlags(enable: readonly string[] = [], disable: readonly string[] = []): string[] {
  const off = new Set([...disable, ...Object.keys(UNFIT)]);
  return [
    ...DEFAULT_COLLECTORS.filter((name) => off.has(name)).map((name) => `--no-collector.${name}`),
    ...OTHER_COLLECTORS.filter((name) => enable.includes(name)).map((name) => `--collector.${name}`),
  ];
}
