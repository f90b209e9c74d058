/** How the script ends where another Job has taken the place of its own. */
export const NO_LONGER_WANTED = 3;

/**
 * What the bootstrap Jobs run: sends the requests of a list, one after the other, each until it is taken. Every request
 * may be sent again at any time, so that a Job which broke off half-way is simply run again.
 *
 * It sends nothing while the file `version` beside the requests is not its own: a new pod may see those of an earlier Job for
 * a minute, and a pod that has waited for long sees those of a later one. What a kubelet has not told it yet it cannot
 * know: of two Jobs that begin to write within a minute of each other, the last to write an object has it.
 *
 * It reads from its environment: VERSION of the Job and CONFIG_MAP, the name of what REQUESTS shows in so many PARTS; URL,
 * USERNAME and PASSWORD_FILE of who asks, CA_FILE and HEADERS (one a line) if there are any, the folders REQUESTS, SECRETS
 * and WORK, WAIT_SECONDS (how long to wait for the server, for Secrets and for its own requests) and PATIENCE_SECONDS (how
 * long a refused password may still become right). Passwords reach curl through pipes: arguments and environments of
 * processes can be seen by others.
 */
export const BOOTSTRAP_SCRIPT = `#!/bin/bash
set -u
shopt -u patsub_replacement 2>/dev/null
umask 077
answer=$WORK/answer
errors=$WORK/errors
refused_since=
last_note=
# The first process of a container hears no signal that it does not ask for.
trap 'exit 143' TERM
rows=()

fail() {
  printf 'bootstrap: %s\\n' "$1" >&2
  exit 1
}

# Says once what it waits for, whatever times and counts it holds.
note() {
  local kind=\${1//[0-9]/}
  if [[ $kind != "$last_note" ]]; then printf 'bootstrap: %s\\n' "$1" >&2; fi
  last_note=$kind
}

# Sets REPLY to what the names of the files of a part end with.
part_end() {
  REPLY=
  if (($1 > 1)); then REPLY=-$1; fi
}

# Whether the requests that are there are those of this Job: each part comes by itself.
wanted() {
  local part version
  for ((part = 1; part <= PARTS; part += 1)); do
    part_end "$part"
    version=
    IFS= read -r version 2>/dev/null <"$REQUESTS/version$REPLY"
    if [[ $version != "$VERSION" ]]; then return 1; fi
  done
}

# Waits until they are; ends where they stay those of another one.
await_version() {
  local until=$((SECONDS + WAIT_SECONDS))
  while ! wanted; do
    if ((SECONDS >= until)); then
      printf 'bootstrap: ConfigMap %s is that of another Job, which does this in its place\\n' "$CONFIG_MAP" >&2
      exit ${NO_LONGER_WANTED}
    fi
    note "waits for ConfigMap $CONFIG_MAP to be that of this Job"
    sleep 1
  done
}

# Reads all requests at once, as the files may become those of another Job at any time.
read_requests() {
  local part
  rows=()
  for ((part = 1; part <= PARTS; part += 1)); do
    part_end "$part"
    mapfile -t -O "\${#rows[@]}" rows <"$REQUESTS/requests$REPLY.tsv"
  done
}

# Waits for a file of a Secret: its pod starts before somebody has made it.
await_file() {
  local file=$1 what=$2 until=$((SECONDS + WAIT_SECONDS))
  if [[ -s $file ]]; then return; fi
  while [[ ! -s $file ]]; do
    if ((SECONDS >= until)); then fail "$what is not there; make the Secret"; fi
    note "waits for $what"
    sleep 1
  done
  # A kubelet brings a pod what is new of all its volumes at a time.
  sleep 2
}

# Sets REPLY to a password, which must be one line of text: others get it with all its characters, too.
read_password() {
  local file=$1 what
  what="Secret \${file#"$SECRETS"/}"
  await_file "$file" "$what"
  IFS= read -r -d '' REPLY <"$file"
  if [[ $2 == lenient ]]; then REPLY=\${REPLY%$'\\n'}; fi
  if [[ $REPLY == *[[:cntrl:]]* ]]; then
    fail "$what holds a line break or another control character; make it one line without a line break at its end"
  fi
}

# Sets REPLY to the same with quotes and backslashes escaped, as JSON and curl's own configuration want it.
escape() {
  REPLY=\${1//\\\\/\\\\\\\\}
  REPLY=\${REPLY//\\"/\\\\\\"}
}

settings() {
  printf 'silent\\nshow-error\\nmax-time = 120\\nconnect-timeout = 10\\n'
  printf 'user = "%s"\\n' "$login"
  if [[ -n \${CA_FILE:-} ]]; then printf 'cacert = "%s"\\n' "$CA_FILE"; fi
  local header
  while IFS= read -r header; do
    if [[ -n $header ]]; then printf 'header = "%s"\\n' "$header"; fi
  done <<<"\${HEADERS:-}"
}

# Sends one request; sets status, 000 where no answer came.
send() {
  local method=$1 path=$2 kind=$3 body=$4
  local -a options=(--request "$method" --output "$answer" --write-out '%{http_code}')
  await_version
  : >"$answer"
  case $kind in
    none) status=$(curl --config <(settings) "\${options[@]}" "$URL$path" 2>"$errors") ;;
    file)
      printf '%s\\n' "$body" >"$WORK/objects"
      options+=(--form "file=@$WORK/objects;type=application/ndjson;filename=objects.ndjson")
      status=$(curl --config <(settings) "\${options[@]}" "$URL$path" 2>"$errors")
      ;;
    json)
      options+=(--header 'content-type: application/json')
      status=$(curl --config <(settings) "\${options[@]}" --data-binary @<(printf '%s' "$body") "$URL$path" 2>"$errors")
      ;;
  esac
  if (($? != 0)); then status=000; fi
}

# What the server said, or curl, on one line.
said() {
  local text
  if [[ $status == 000 ]]; then text=$(<"$errors"); else text="answer $status: $(<"$answer")"; fi
  text=\${text//$'\\n'/ }
  printf '%s' "\${text:0:1000}"
}

# Sends a request until it is answered: waits for a server that is not up yet or too busy, and a while for a password
# that is not in force yet.
ask() {
  local until=$((SECONDS + WAIT_SECONDS))
  while true; do
    send "$@"
    if [[ ,$accept, == *,$status,* ]]; then
      refused_since=
      return
    fi
    case $status in
      000 | 408 | 429 | 500 | 502 | 503 | 504)
        if ((SECONDS >= until)); then fail "$URL does not answer '$1 $2' (\${WAIT_SECONDS} s): $(said)"; fi
        note "waits for $URL: $(said)"
        ;;
      401)
        if [[ -z $refused_since ]]; then refused_since=$SECONDS; fi
        if ((SECONDS - refused_since >= PATIENCE_SECONDS)); then
          fail "$URL does not let user '$USERNAME' in (401): Secret \${PASSWORD_FILE#"$SECRETS"/} does not hold its password"
        fi
        note "is not let in by $URL yet"
        ;;
      *)
        refused_since=
        return
        ;;
    esac
    sleep 1
  done
}

# The same for something that is replaced only by who knows its version.
replace() {
  local path=$1 body=$2 tries
  for tries in 1 2 3; do
    ask GET "$path" none ''
    if [[ $status == 404 ]]; then
      ask PUT "$path" json "$body"
    elif [[ $status == 200 && $(<"$answer") =~ \\"_seq_no\\":([0-9]+) ]]; then
      local at="if_seq_no=\${BASH_REMATCH[1]}"
      [[ $(<"$answer") =~ \\"_primary_term\\":([0-9]+) ]] || return
      ask PUT "$path?$at&if_primary_term=\${BASH_REMATCH[1]}" json "$body"
    else
      return
    fi
    if [[ $status != 409 ]]; then return; fi
  done
}

await_version
read_requests 2>/dev/null
# They may have changed meanwhile.
until wanted; do
  await_version
  read_requests 2>/dev/null
done

login=
if [[ -n \${CA_FILE:-} ]]; then await_file "$CA_FILE" "Secret \${CA_FILE#"$SECRETS"/}"; fi
read_password "$PASSWORD_FILE" lenient
escape "$USERNAME:$REPLY"
login=$REPLY

count=0
for row in "\${rows[@]}"; do
  IFS=$'\\t' read -r method path accept idle password expected body <<<"$row"
  if [[ $password != - ]]; then
    read_password "$SECRETS/$password" strict
    escape "$REPLY"
    body=\${body%%@PASSWORD@*}$REPLY\${body#*@PASSWORD@}
  fi
  case $method in
    IMPORT) ask POST "$path" file "\${body//$'\\t'/$'\\n'}" ;;
    REPLACE) replace "$path" "$body" ;;
    *) if [[ $body == - ]]; then ask "$method" "$path" none ''; else ask "$method" "$path" json "$body"; fi ;;
  esac
  if [[ ,$accept, != *,$status,* && ( $idle == - || $(<"$answer") != *"$idle"* ) ]]; then
    fail "'$method \${path:0:200}' is refused: $(said)"
  fi
  if [[ $expected != - && $(<"$answer") != *"$expected"* ]]; then fail "'$method $path' did not succeed: $(said)"; fi
  printf 'bootstrap: %s %s: %s\\n' "$method" "\${path:0:200}" "$status"
  count=$((count + 1))
done
printf 'bootstrap: done, %s requests\\n' "$count"
`;
