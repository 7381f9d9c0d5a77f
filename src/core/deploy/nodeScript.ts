import { checkingNodePart } from "./nodeCheck.ts";

/**
 * Writes the file, and puts the old one back if anything fails. Why it does so: docs/how-k3s-reads-it/file.md#failure.
 */
const deploy = `
within() {
  if timeout 1 true 2>/dev/null; then
    timeout "$limit" "$@"
    return
  fi
  "$@" &
  pid=$!
  passed=0
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$passed" -ge "$limit" ]; then
      kill "$pid"
      wait "$pid"
      return 124
    fi
    sleep 1
    passed=$((passed + 1))
  done
  wait "$pid"
}

tick() { [ "$(date +%s)" -lt "$deadline" ] && sleep 1; }

tool() {
  name=$1
  shift
  if [ "$product" = k3s ] && command -v k3s >/dev/null; then
    within k3s "$name" "$@"
  elif [ -x "$data/bin/$name" ]; then
    within "$data/bin/$name" "$@"
  else
    within "$name" "$@"
  fi
}

# k3s writes this file at each start, once it has read registries.yaml.
config_time() { stat -c '%Y %y' "$data/agent/etc/containerd/config.toml" 2>/dev/null; }

# With a file that k3s can't read, the command does not return, or returns at once.
restart() {
  deadline=$(($(date +%s) + limit))
  before=$(config_time)
  say "restarting $unit, for up to $limit s"
  if [ "$init" = systemd ]; then
    within systemctl restart "$unit"
  else
    # OpenRC starts k3s as its child.
    (umask 022 && within env -u LC_ALL -u TZ rc-service "$unit" restart >/dev/null 2>&1)
  fi || {
    say "$unit did not start, or not within $limit s"
    return 1
  }
  while [ "$(config_time)" = "$before" ]; do
    tick || {
      say "$unit did not read the file within $limit s"
      return 1
    }
  done
}

ready() {
  kubeconfig=$data/agent/kubelet.kubeconfig
  node_name=$(setting node-name "$(uname -n | awk '{ print tolower($0) }')")
  if ! tool kubectl --kubeconfig "$kubeconfig" get node "$node_name" >/dev/null 2>&1; then
    say 'kubectl does not answer for this node: not waited until it is ready'
  elif ! tool kubectl --kubeconfig "$kubeconfig" wait --for=condition=Ready "node/$node_name" "--timeout=\${limit}s" >/dev/null; then
    say 'the node is not ready'
    return 1
  fi
}

runtime() { tool crictl -r unix:///run/k3s/containerd/containerd.sock "$@"; }

test_pull() {
  if [ -z "$image" ]; then return 0; fi
  until runtime version >/dev/null 2>&1; do
    tick || break
  done
  say "pulling $image"
  runtime pull "$image" >/dev/null || {
    say 'the image can not be pulled'
    return 1
  }
}

# A mounted file can't be replaced, but its content can.
place() {
  if refused=$(mv -f "$1" "$path" 2>&1); then return 0; fi
  case $refused in
  *[Bb]usy*)
    if cat "$1" >"$path" && chmod 600 "$path"; then
      rm -f "$1"
      return 0
    fi
    ;;
  esac
  say "$refused"
  return 1
}

put_back() {
  trap : INT TERM
  waits=$(waiting)
  if [ -n "$waits" ]; then say "$unit waits: $waits"; fi
  if [ "$(sum "$path")" = "$now" ]; then
    rm -f "$old"
    say 'the file is unchanged'
  elif [ -n "$now" ]; then
    place "$old" || {
      trap - EXIT
      say "the old file can't be put back; it is $old"
      return 1
    }
    say 'the old file is back'
  else
    rm -f "$path" "$old"
    say 'the file is removed again'
  fi
  if [ "$moved" = yes ] && restart; then say "$unit runs as before"; fi
}

stop() {
  say 'interrupted'
  put_back
  exit 1
}

apply() {
  moved=no
  trap stop INT TERM
  if [ -z "$new" ]; then rm -f "$path"; else place "$new"; fi || {
    put_back
    exit 1
  }
  moved=yes
  if [ "$(state "$unit")" = inactive ]; then
    say "$unit is not running, and is not started"
  elif ! { restart && ready && test_pull; }; then
    put_back
    exit 1
  fi
  trap - INT TERM
}

deploy() {
  find_all
  new=$path.$$.new
  spare=$new
  trap 'rm -f "$new" "$spare"' EXIT
  trap 'exit 1' INT TERM
  (umask 022 && mkdir -p "\${path%/*}") || fail "\${path%/*} can't be created"
  cat >"$new" || fail "$new can't be written; nothing is changed"
  exec </dev/null
  sync "$new" 2>/dev/null
  [ "$(sum "$new")" = "$sha256" ] || fail 'the file did not arrive as a whole; nothing is changed'
  now=$(sum "$path")
  if [ "$now" = "$sha256" ]; then
    since=$(started)
    if [ -z "$since" ] || [ "$(stat -c %Y "$path")" -le "$((since + 1))" ]; then
      say "unchanged; $unit is not restarted"
      exit 0
    fi
    say "unchanged, but newer than the last start of $unit"
    restart && ready && test_pull
    exit
  fi
  if [ -n "$now" ]; then kind=bak; else kind=none; fi
  old=$path.$(date +%Y%m%dT%H%M%SZ)
  while [ -e "$old.bak" ] || [ -e "$old.none" ]; do old=\${old}x; done
  old=$old.$kind
  spare=$old
  if [ -n "$now" ]; then cp -p "$path" "$old"; else : >"$old"; fi || fail "$old can't be written; nothing is changed"
  [ "$(sum "$path")" = "$now" ] || fail 'the file has changed meanwhile; nothing is changed'
  spare=$new
  apply
  chmod 600 "$old"
  if [ -n "$now" ]; then way="mv $old $path"; else way="rm $path $old"; fi
  if [ "$init" = systemd ]; then again="systemctl restart $unit"; else again="rc-service $unit restart"; fi
  say "done; to undo it on the node: sudo sh -c '$way; $again'"
}

compare() {
  find_all
  now=$(sum "$path")
  case $now in
  "$sha256") say "$path is the same" ;;
  '') say "$path is not there" ;;
  *) say "$path differs" ;;
  esac
}

undo() {
  find_all
  last=''
  for file in "$path".[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T*Z*; do
    case $file in *.bak | *.none) last=$file ;; esac
  done
  if [ -z "$last" ]; then
    say 'nothing to undo'
    exit 0
  fi
  now=$(sum "$path")
  [ "$now" = "$sha256" ] || fail "$path is not the file of this script; nothing is changed. The last backup is $last"
  exec </dev/null
  new=$path.$$.new
  old=$path.$$.old
  trap 'rm -f "$path.$$.new" "$path.$$.old"' EXIT
  trap 'exit 1' INT TERM
  cp -p "$path" "$old" || fail "$old can't be written; nothing is changed"
  case $last in
  *.none) new='' ;;
  *) cp -p "$last" "$new" || fail "$new can't be written; nothing is changed" ;;
  esac
  image=''
  apply
  rm -f "$last"
  say "undone: the file is as it was before"
}
`;

/** The part that deploys, compares, checks and undoes. */
export const deployingNodePart = `${checkingNodePart}${deploy}`;
