import { ELASTICSEARCH_PORTS } from './ports';

/** Where settings, certificates and passwords are in the containers of members. */
export const FOLDERS = {
  home: '/usr/share/elasticsearch',
  config: '/etc/elasticsearch',
  passwords: '/etc/elasticsearch-passwords',
} as const;

/** The user that probes and the exporter log in as. Its password is that of the Secret, whatever the indices hold. */
export const MONITOR_USER = 'monitor';

/**
 * `ask URL [OPTION...]` prints the status of an answer, 000 where there is none. `here` makes it ask this member, whatever
 * host the URL names, so that the certificate need not know `localhost`.
 */
const ASK = `
here=(--connect-to '::127.0.0.1:')
ask() {
  local password
  password=$(<${FOLDERS.passwords}/${MONITOR_USER})
  password=\${password//\\\\/\\\\\\\\}
  curl --silent --output /dev/null --write-out '%{http_code}' --max-time 6 --cacert ${FOLDERS.config}/http/ca.crt \\
    --config <(printf 'user = "${MONITOR_USER}:%s"\\n' "\${password//\\"/\\\\\\"}") "$@"
}
`;

/**
 * Starts a member; its arguments are settings. The image's own start is not used: it writes into the folder of the
 * configuration, which is read-only here, and does not know the user of the probes.
 *
 * A cluster is founded only where no member answers: one that was added, or has lost its volume, joins what is there, and
 * never founds a second cluster beside it. A single member is like the others, ready for more beside it; only where its node
 * lets it open too few files for the checks that members have to pass does it start in the way that knows no others.
 */
export const START_SCRIPT = `set -euo pipefail
# The first process of a container hears no signal that it does not ask for.
trap 'exit 143' TERM
shopt -u patsub_replacement 2>/dev/null || true
${ASK}
cd ${FOLDERS.home}
export ES_PATH_CONF=${FOLDERS.config}
rm -f /tmp/joined "$ES_PATH_CONF/elasticsearch.keystore"
printf '%(%s)T' -1 >/tmp/started
cp -Rf config/. "$ES_PATH_CONF/"
: >"$ES_PATH_CONF/users"
: >"$ES_PATH_CONF/users_roles"
# Garbage collections would fill 2 GiB of files.
printf '%s\\n' -Xlog:disable -Xlog:all=warning:stderr:utctime,level,tags >"$ES_PATH_CONF/jvm.options.d/container.options"
# These run for a second: not worth compiling well.
export CLI_JAVA_OPTS=-XX:TieredStopAtLevel=1
bin/elasticsearch-keystore add --force --stdin bootstrap.password <${FOLDERS.passwords}/elastic
password=$(<${FOLDERS.passwords}/${MONITOR_USER})
printf '%s\\n%s\\n' "$password" "$password" |
  bin/elasticsearch-users useradd ${MONITOR_USER} -r remote_monitoring_collector >/dev/null
unset password CLI_JAVA_OPTS
if [ "$INITIAL_MASTER_NODES" = "$POD_NAME" ] && files=$(ulimit -Hn) && [ "$files" != unlimited ] && ((files < 65535)); then
  set -- -Ediscovery.type=single-node "$@"
elif [ -n "$INITIAL_MASTER_NODES" ] && [ "$(ask "$SERVICE_URL" || true)" = 000 ]; then
  set -- "-Ecluster.initial_master_nodes=$INITIAL_MASTER_NODES" "$@"
fi
exec bin/elasticsearch "$@"
`;

/**
 * Whether a member may be counted on. At first only when the cluster is whole again, as the next one of a rollout is
 * stopped then: two at once may hold all copies of a shard. Afterwards as long as it answers: who is short of copies
 * must not be left without anybody to write to.
 *
 * Where no member is counted on, nothing is being rolled out: then one that lacks copies will do, and after 10 minutes one
 * that lacks shards, since those of other indices are there.
 */
export const READY_SCRIPT = `shopt -u patsub_replacement 2>/dev/null
${ASK}
health() { [ "$(ask "$SERVICE_URL/_cluster/health$1" "\${here[@]}")" = 200 ]; }
if [ -f /tmp/joined ]; then
  [ "$(ask "$SERVICE_URL" "\${here[@]}")" != 000 ]
  exit
fi
if ! health '?wait_for_status=green&timeout=3s'; then
  [ "$(ask "$SERVICE_URL")" = 000 ] || exit 1
  if ! health '?wait_for_status=yellow&timeout=1s'; then
    (($(printf '%(%s)T' -1) - $(</tmp/started) > 600)) && health '' || exit 1
  fi
fi
touch /tmp/joined
`;

/**
 * Before a member with data ends: clients are led to others first.
 */
export const STOP_SCRIPT = 'sleep 5';

/**
 * Before a tiebreaker ends: waits until all three members have been there for 20 s, as the two others may be rolled out
 * at the same time, and two of three are needed. At most 10 minutes.
 */
export const TIEBREAKER_STOP_SCRIPT = `shopt -u patsub_replacement 2>/dev/null
${ASK}
seen=0
for ((i = 0; i < 120 && seen < 4; i++)); do
  sleep 5
  url="$SERVICE_URL/_cluster/health?wait_for_status=green&wait_for_nodes=3&timeout=1s"
  if [ "$(ask "$url" "\${here[@]}")" = 200 ]; then seen=$((seen + 1)); else seen=0; fi
done
`;

export const httpUrl = (host: string) => `https://${host}:${ELASTICSEARCH_PORTS.http}`;
