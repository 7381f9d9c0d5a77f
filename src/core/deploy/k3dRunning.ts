/**
 * Writes the shell script that puts a registries.yaml into the nodes of a running k3d cluster, with `docker` alone. The file
 * may be a bind mount, so it is written in place.
 *
 * Sources: https://github.com/k3d-io/k3d/blob/46f3480d/pkg/types/types.go (labels and the names of nodes),
 * https://github.com/k3d-io/k3d/issues/185 (a file that is a mount can't be replaced)
 *
 * @param text the file, with a line end at its end
 * @param word a word that is on no line of it
 */
export function k3dRunning(text: string, word: string): string {
  return `#!/bin/sh
# Writes registries.yaml into all servers and agents of a running k3d cluster, and restarts those where it has changed:
#   sh THIS_FILE [CLUSTER]
# This script contains the credentials. A node that is created later does not get the file.
set -eu
cluster=\${1-k3s-default}
case $cluster in
'' | -* | *[!A-Za-z0-9-]*) echo "$cluster is not the name of a k3d cluster." >&2 && exit 2 ;;
esac
write() {
  docker exec -i "$1" sh -c 'umask 077; mkdir -p /etc/rancher/k3s; cd /etc/rancher/k3s; touch registries.yaml
    cat registries.yaml > registries.yaml.old || exit
    cat > /etc/rancher/k3s/registries.yaml || { cat registries.yaml.old > registries.yaml; exit 1; }
    ! cmp -s registries.yaml.old registries.yaml || echo unchanged' <<'${word}'
${text}${word}
}
restart() {
  docker restart "$1" > /dev/null || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    sleep "\${WAIT:-3}"
    docker exec "k3d-$cluster-server-0" kubectl wait --for=condition=Ready "node/$1" --timeout=5s > /dev/null 2>&1 && return
  done
  return 1
}
nodes=$(for role in server agent; do
  docker ps --format '{{.Names}}' --filter "label=k3d.cluster=$cluster" --filter "label=k3d.role=$role" | sort
done)
test -n "$nodes" || { echo "No node of $cluster is running." >&2 && exit 1; }
for node in $nodes; do
  if ! said=$(write "$node"); then
    echo "$node: can't be written. It and the nodes after it are unchanged." >&2
    exit 1
  elif [ -n "$said" ]; then
    echo "$node: unchanged"
  elif restart "$node"; then
    echo "$node: written and restarted"
  else
    docker logs --tail 200 "$node" 2>&1 | grep -e 'Waiting to retrieve' -e level=fatal | tail -n 1 | sed "s/ ![^ ]* \\\`.*/ …/" >&2
    docker exec "$node" sh -c 'cd /etc/rancher/k3s && cat registries.yaml.old > registries.yaml'
    docker restart "$node" > /dev/null
    echo "$node: not Ready with the new file, so it has its old one again. The nodes after it are unchanged." >&2
    exit 1
  fi
done
`;
}
