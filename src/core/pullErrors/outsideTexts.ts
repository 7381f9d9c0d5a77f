/** What leads to errors of pulls besides a registries.yaml. */
export const outsideTexts = {
  // docs/how-k3s-reads-it/file.md#restart
  notRestarted: "The node was not restarted after the file was changed: k3s and RKE2 read it only when they start.",
  // docs/how-k3s-reads-it/file.md
  otherFile: "The node has another registries.yaml, or none: each node that pulls needs the file, servers too.",
  // rke2#3872.
  rancher: "Rancher manages the node, and puts its own registries.yaml in the place of one that is changed there.",
  // docs/how-k3s-reads-it/credentials.md#pull-secrets
  pullSecrets:
    "The pod or its service account has imagePullSecrets: they replace the credentials of registries.yaml for every registry that is tried, mirrors too.",
  // docs/how-k3s-reads-it/credentials.md#templates
  template:
    'A config.toml.tmpl or config-v3.toml.tmpl on the node leaves the credentials out: it has to have {{ template "base" . }} in it.',
  // docs/how-k3s-reads-it/google.md#username; terraform-google-kubernetes-engine#1779.
  reader:
    "The account lacks the role Artifact Registry Reader (roles/artifactregistry.reader) for the repository or its project.",
  // docs/how-k3s-reads-it/google.md#username
  keyDisabled:
    "The key was disabled, deleted or replaced, or its service account was: Google Cloud lists the keys of an account by their id.",
  // Tokens of Amazon ECR and Azure expire after hours.
  expired: "The password or token was changed or revoked at the registry, or has expired.",
  account: "The account may not pull this image: it lacks the right at the registry.",
  // Google's own words: "(or it may not exist)".
  googleName:
    "The project, the location or the repository in the image's name is another one, or there is none of that name: Google answers the same.",
  hiddenImage: "There is no image of that name: for who may not see it, a private one looks the same.",
  noImage: "The tag or digest is not in the registry: it was never pushed, was deleted, or its name is misspelt.",
  network: "The registry lets in certain networks only, and the node is in none of them.",
  hubLimit:
    "Docker Hub counts pulls without a credential by IP address: all that use the same address share the limit.",
  accountLimit: "The account has used up its own limit. A mirror of your own keeps images, so that fewer are pulled.",
  dns: "The name is not in the DNS of the node. The names of Kubernetes services are not either: containerd runs on the node, outside of the cluster's DNS.",
  firewall: "A firewall, a proxy or a missing route is between the node and the host.",
  down: "The registry does not run, or listens at another port.",
  slow: "The registry, or the network to it, is overloaded.",
  clock: "The clock of the node is wrong.",
  renew: "The certificate of the registry has to be renewed.",
  names:
    "The certificate has to be issued anew, with the name or IP address that is asked among its subject alternative names.",
  behind: "Something else answers at this address: a proxy, a load balancer or the ingress of the cluster.",
  chain: "The registry does not send the certificates between its own and the one of its authority.",
  opened: "A proxy opens the connection and shows a certificate of its own.",
  // docs/how-k3s-reads-it/pull.md#challenge; rke2#2317, rke2#4308.
  realm:
    "The registry gives out another address for its tokens than it has itself: correct its external URL (Harbor, GitLab).",
  missingFile: "The file is not on that node, or it holds no certificate in PEM.",
  // docs/how-k3s-reads-it/file.md#failure
  unreadable:
    "On the node there is a folder in the place of the file, as after the mount of a file that was not there, or its rights forbid to read it.",
  platform: "The image was built for another processor: pull another tag, or build it for this one too.",
  registryLog: "The log of the registry tells why.",
  clientCertificate: "The client certificate has expired, or another authority signed it than the registry wants.",
  agent: "The address of the server, the token or the network between agent and server is at fault.",
  // Kubernetes' own words; k3s docs "Private Registry Configuration".
  secretNamespace:
    "The Secret is missing in the namespace of the pod, or its name differs: a Secret of another namespace does not count.",
  secretUnneeded:
    "With a credential in registries.yaml, the pod needs no imagePullSecrets: remove the name from the pod or its service account.",
  // k3s docs "Embedded Registry Mirror"; k3s#9626, #10388.
  notShared:
    "The node that has the image does not share it: a node shares images only of registries that are under mirrors in its own registries.yaml.",
  otherName:
    "The image was pulled or imported under another name: nodes share it only under the very name that crictl images lists.",
  proxySettings:
    "HTTP_PROXY, HTTPS_PROXY or CONTAINERD_HTTPS_PROXY in the environment of k3s or RKE2 names a proxy that does not run, or wants a login.",
  noProxy: "The registry is in the node's own network: add its address or domain to NO_PROXY or CONTAINERD_NO_PROXY.",
  starting: "k3s or RKE2 has just started: containerd runs a few seconds later.",
  containerdLog: "containerd stopped: containerd.log on the node says why.",
  disk: "Free space under the data directory of k3s or RKE2, by default /var/lib/rancher.",
  qps: "Many pods started at once. Wait, or raise registry-qps and registry-burst of the kubelet.",
  pullPolicy: "Set imagePullPolicy to IfNotPresent, or import the image on each node.",
  mirrorForHub:
    "To pull images from a path of your registry, use a mirror for docker.io with a rewrite in registries.yaml instead.",
  tlsVersion: "The host allows only versions or ciphers of TLS that the node does not, or the other way round.",
  rebuild: "Build or push the image again with a current tool: that writes the new format.",
  oldOutput: "The line is older than the file: k3s can read it now.",
} as const;
