/** What leads to errors of pulls besides a registries.yaml. */
export const outsideTexts = {
  // docs/how-k3s-reads-it/file.md#restart
  notRestarted: "The node was not restarted after the file changed: k3s and RKE2 read it only at startup.",
  // docs/how-k3s-reads-it/file.md
  otherFile: "The node has another registries.yaml or none: each node that pulls images needs the file, servers too.",
  // rke2#3872.
  rancher: "Rancher manages the node and replaces a registries.yaml that was edited there.",
  // docs/how-k3s-reads-it/credentials.md#pull-secrets
  pullSecrets:
    "The pod or its service account has imagePullSecrets. They override the credentials of registries.yaml for every registry, mirrors included.",
  // docs/how-k3s-reads-it/credentials.md#templates
  template:
    'A config.toml.tmpl or config-v3.toml.tmpl on the node leaves the credentials out. It must contain {{ template "base" . }}.',
  // docs/how-k3s-reads-it/google.md#username; terraform-google-kubernetes-engine#1779.
  reader:
    "The account lacks the role Artifact Registry Reader (roles/artifactregistry.reader) for the repository or its project.",
  // docs/how-k3s-reads-it/google.md#username
  keyDisabled:
    "The key or its service account was disabled, deleted or replaced. Google Cloud lists the keys of an account by id.",
  // Tokens of Amazon ECR and Azure expire after hours.
  expired: "The password or token was changed or revoked at the registry, or has expired.",
  account: "The account may not pull this image: it lacks the permission at the registry.",
  // Google's own words: "(or it may not exist)".
  googleName:
    "The project, location or repository in the image name is wrong or does not exist: Google gives the same answer for both.",
  hiddenImage: "No image has that name. Without access, a private image looks the same.",
  noImage: "The tag or digest is not in the registry: it was never pushed, was deleted, or is misspelled.",
  network: "The registry accepts only certain networks, and the node is in none of them.",
  hubLimit: "Docker Hub counts pulls without a credential by IP address, for all clients behind it together.",
  accountLimit: "The account has used up its own limit. A mirror of your own needs fewer pulls.",
  dns: "The node's DNS does not know the name. It never knows Kubernetes services, which only the cluster's DNS does.",
  firewall: "A firewall, a proxy or a missing route blocks the connection from the node to the host.",
  down: "The registry is not running, or listens on another port.",
  slow: "The registry, or the network to it, is overloaded.",
  clock: "The clock of the node is wrong.",
  renew: "The registry's certificate must be renewed.",
  names: "The certificate must be issued again with this name or IP address as a subject alternative name.",
  behind: "Something else answers at this address: a proxy, a load balancer or the ingress of the cluster.",
  chain: "The registry does not send its intermediate certificates.",
  opened: "A proxy intercepts the connection and presents a certificate of its own.",
  // docs/how-k3s-reads-it/pull.md#challenge; rke2#2317, rke2#4308.
  realm:
    "The registry names a token server at another address than its own. Correct its external URL (Harbor, GitLab).",
  missingFile: "The file is not on that node, or it contains no PEM certificate.",
  // docs/how-k3s-reads-it/file.md#failure
  unreadable:
    "On the node, the file is a directory (as after mounting a missing file), or its permissions don't allow reading it.",
  platform: "The image was built for another processor. Pull another tag, or build it for this one too.",
  registryLog: "The reason is in the registry's log.",
  clientCertificate: "The client certificate has expired, or the registry does not trust the authority that signed it.",
  agent: "The address of the server, the token or the network between agent and server is at fault.",
  // Kubernetes' own words; k3s docs "Private Registry Configuration".
  secretNamespace: "The namespace of the pod has no Secret of this name. One in another namespace has no effect.",
  secretUnneeded:
    "With a credential in registries.yaml, the pod needs no imagePullSecrets. Remove the name from the pod or its service account.",
  // k3s docs "Embedded Registry Mirror"; k3s#9626, #10388.
  notShared:
    'The node with the image does not share it: a node shares only images of registries under "mirrors" in its own registries.yaml.',
  otherName:
    "The image was pulled or imported under another name. Nodes share it only under the name that crictl images lists.",
  proxySettings:
    "HTTP_PROXY, HTTPS_PROXY or CONTAINERD_HTTPS_PROXY in the environment of k3s or RKE2 names a proxy that is not running or requires a login.",
  noProxy: "The registry is in the node's own network. Add its address or domain to NO_PROXY or CONTAINERD_NO_PROXY.",
  starting: "k3s or RKE2 has just started. containerd is ready a few seconds later.",
  containerdLog: "containerd stopped. The reason is in containerd.log on the node.",
  disk: "Free up space in the data directory of k3s or RKE2, by default /var/lib/rancher.",
  qps: "Many pods started at once. Wait, or raise registry-qps and registry-burst of the kubelet.",
  pullPolicy: "Set imagePullPolicy to IfNotPresent, or import the image on each node.",
  mirrorForHub:
    "To pull images from a path of your registry, use a mirror for docker.io with a rewrite in registries.yaml instead.",
  tlsVersion: "The host and the node have no TLS version or cipher in common.",
  rebuild: "Build or push the image again with a current tool, which writes the new format.",
  oldOutput: "The log line is older than the file, which k3s can read now.",
} as const;
