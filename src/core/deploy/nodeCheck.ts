/*
 * What runs on a node, in POSIX sh: the shells of nodes are bash, dash and busybox's. It gets its settings as variables
 * (mode, product, sha256, limit, image), and is ASCII, so that its length is the same in every locale.
 */

/** Finds the service, the file and the log. */
const common = `# Runs on the node as root: standard input has its settings, this text, and then the file.
set -u
umask 077
export LC_ALL=C TZ=UTC
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/bin
# It runs to its end when the connection is lost. A signal that is ignored would be ignored by k3s and its containers too.
trap : HUP PIPE

say() { printf '  %s\\n' "$*" >&2; }

fail() {
  if [ "$mode" = check ]; then
    printf '{"k3sRegistries":1,"problem":%s}\\n' "$(json "$*")"
    exit 0
  fi
  say "$*"
  exit 1
}

json() {
  printf '"%s"' "$(printf '%s' "$1" | tr -d '\\000-\\037\\177' | sed 's/[\\\\"]/\\\\&/g')"
}

known() { if [ -n "$1" ]; then "\${2:-echo}" "$1"; else echo null; fi; }

sum() { [ ! -e "$1" ] || sha256sum <"$1" | cut -d ' ' -f 1; }

services() {
  if [ "$init" = systemd ]; then
    systemctl list-unit-files --type=service --no-legend --no-pager "$1*" | sed 's/\\.service .*//'
  else
    for file in /etc/init.d/"$1"*; do [ ! -x "$file" ] || echo "\${file##*/}"; done
  fi | grep -x '[A-Za-z0-9._-]*'
}

command_of() {
  if [ "$init" = systemd ]; then systemctl show -p ExecStart "$1"; else sed -n '/^command_args=/,/"$/p' "/etc/init.d/$1"; fi
}

state() {
  if [ "$init" = systemd ]; then
    systemctl is-active "$1"
  else
    rc-service "$1" status >/dev/null 2>&1
    case $? in 0) echo active ;; 3) echo inactive ;; 32) echo crashed ;; esac
  fi
}

find_unit() {
  init=openrc
  if command -v systemctl >/dev/null; then init=systemd; else command -v rc-service >/dev/null || fail 'no k3s or RKE2 unit'; fi
  unit='' live='' all='' running=0
  for name in $(services "$product"); do
    case $name in
    k3s | k3s-agent | rke2-server | rke2-agent) ;;
    *) command_of "$name" | grep -Eq '(k3s|rke2|command_args=")[[:space:]]*(server|agent)' || continue ;;
    esac
    unit=$name all="$all $name"
    case $(state "$name") in active | activating | reloading) live=$name running=$((running + 1)) ;; esac
  done
  if [ "$running" = 1 ]; then
    unit=$live
  elif [ "$all" != " $unit" ]; then
    if [ -n "$all" ]; then fail "several units:$all"; fi
    case $product in k3s) other=rke2 ;; *) other=k3s ;; esac
    if [ -n "$(services "$other")" ]; then fail "no $product unit, but $other is here"; fi
    fail 'no k3s or RKE2 unit'
  fi
}

# Arguments of the service override its config files.
setting() {
  value=$({
    cat "/etc/rancher/$product/config.yaml" "/etc/rancher/$product/config.yaml.d/"*.yaml 2>/dev/null |
      sed -n "s/^$1:[[:space:]]*//p" | sed 's/[[:space:]]#.*//; s/[[:space:]]*$//'
    printf '%s' "$arguments" | grep -Eo -- " --$1[= ]+[^ ]+" | sed 's/^ [^= ]*[= ]*//'
  } | tr -d "\\"'" | tail -n 1)
  echo "\${value:-$2}"
}

started() {
  if [ "$init" = systemd ]; then
    time=$(systemctl show -p ExecMainStartTimestamp "$unit")
    [ -z "\${time#*=}" ] || date -d "\${time#*=}" +%s 2>/dev/null
  else
    stat -c %Y "/run/$unit.pid" 2>/dev/null
  fi
}

log() {
  if [ "$init" = systemd ]; then
    journalctl -u "$unit" -n 2000 -o cat --no-pager 2>/dev/null
  else
    tail -n 2000 "/var/log/$unit.log" 2>/dev/null
  fi
}

# A fault of YAML quotes values: they are left out.
waiting() {
  log | awk '/Starting (k3s|rke2|Lightweight|Rancher)|unning containerd|ogging containerd/ { line = "" }
    /Waiting to retrieve agent configuration/ { line = $0 }
    END {
      sub(/.*Waiting to retrieve agent configuration[^:]*: */, "", line)
      gsub(/\\140 (into|as) /, "\\001&", line)
      gsub(/![^ ]* \\140[^\\001]*\\001\\140/, "...", line)
      gsub(/anchor \\047[^\\047]*\\047/, "anchor ...", line)
      gsub(/\\\\n */, " ", line)
      sub(/"$/, "", line)
      print line
    }' | tr -cd '\\040-\\176' | cut -c 1-300
}

find_all() {
  command -v sha256sum >/dev/null || fail 'no sha256sum'
  find_unit
  arguments=$(command_of "$unit" | tr -d "\\"'" | tr '\\n\\t' '  ')
  path=$(setting private-registry "/etc/rancher/$product/registries.yaml")
  data=$(setting data-dir "/var/lib/rancher/$product")
  # A link stays one.
  if [ -L "$path" ]; then path=$(readlink -f "$path") || fail "$path leads nowhere"; fi
  if [ -d "$path" ]; then fail "$path is a folder"; fi
  # It is printed as a part of a command.
  case $path in [!/]* | *[!A-Za-z0-9/._-]*) fail "this path is not supported: $path" ;; esac
}
`;

/** Prints what the node has as one line of JSON. */
const check = `
version() {
  for program in "/usr/local/bin/$product" "/usr/bin/$product" "/opt/$product/bin/$product" "$product"; do
    if command -v "$program" >/dev/null; then
      "$program" --version 2>/dev/null </dev/null | sed -n '1s/.* version \\([^ ]*\\).*/\\1/p'
      return
    fi
  done
}

hosts_files() {
  count=0 comma=''
  for file in "$data"/agent/etc/containerd/certs.d/*/hosts.toml; do
    [ -f "$file" ] || continue
    count=$((count + 1))
    if [ "$count" -gt 200 ]; then break; fi
    host=\${file%/hosts.toml}
    generated=false
    if head -n 1 "$file" | grep -Eq '^# File generated by (k3s|rke2)\\. DO NOT EDIT\\.$'; then generated=true; fi
    printf '%s{"host":%s,"sha256":"%s","modified":%s,"generated":%s}' \\
      "$comma" "$(json "\${host##*/}")" "$(sum "$file")" "$(stat -c %Y "$file")" "$generated"
    comma=,
  done
  printf ']'
  if [ "$count" -gt 200 ]; then printf ',"more":true'; fi
}

check() {
  find_all
  printf '{"k3sRegistries":1,"product":"%s","unit":%s,"init":"%s","path":%s,"file":' \\
    "$product" "$(json "$unit")" "$init" "$(json "$path")"
  if [ -e "$path" ]; then
    printf '{"sha256":"%s","mode":"%s","modified":%s}' "$(sum "$path")" "$(stat -c %a "$path")" "$(stat -c %Y "$path")"
  else
    printf null
  fi
  printf ',"started":%s,"active":%s,"version":%s,"certsd":[' \\
    "$(known "$(started)")" "$(known "$(state "$unit")" json)" "$(known "$(version)" json)"
  hosts_files
  printf ',"waiting":%s,"problem":""}\\n' "$(json "$(waiting)")"
}
`;

/** The part that only reads. */
export const checkingNodePart = `${common}${check}`;
