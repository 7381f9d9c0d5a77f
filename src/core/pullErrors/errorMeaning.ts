import type { PullErrorKind } from "./errorKinds.ts";

/** What each kind of error says happened, in words for people who do not know containerd. Sources: those of the signs. */
export const errorMeaning: Readonly<Record<PullErrorKind, string>> = {
  "file-unreadable":
    "k3s or RKE2 can't read registries.yaml on that node, so it does not start. The server it says it waits for is not at fault.",
  "system-default-registry":
    "k3s or RKE2 does not start: system-default-registry takes a host or host:port, without scheme and path.",
  "server-not-ready":
    "This is no error of a pull: the node waits for the server of its cluster, and has not come to registries.yaml yet.",
  "hosts-file-invalid":
    "containerd can't read what k3s wrote for a registry, and leaves out all its mirrors and TLS settings.",
  "containerd-stopped": "containerd does not start with what k3s wrote for it, so the node does not either.",
  "containerd-not-running": "containerd is not running on the node, so nothing was pulled.",
  "disk-full": "The image was found, but the disk of the node is full.",
  "pull-qps": "The kubelet limits its own pulls (registry-qps, registry-burst) and tries this one again later.",
  "never-pulled": "The pod's imagePullPolicy is Never and the node does not have the image, so no registry was tried.",
  "pull-secret-missing":
    "The pod names an imagePullSecret that does not exist in its namespace. The kubelet pulls without it.",
  "invalid-base64": "containerd can't read the auth of the credential: it is no base64.",
  "invalid-decoded-auth": "containerd can't read the auth of the credential: it is not user:password in base64.",
  "ca-file": "containerd can't read the ca_file of the registry on that node.",
  "client-certificate-file": "containerd can't read the cert_file or key_file of the registry on that node.",
  proxy: "The node uses a proxy, and the connection through that proxy failed. The registry was not reached.",
  "invalid-address": "containerd can't use the address that it has for the registry, so it sent no request.",
  "certificate-no-name": "The certificate of the registry is not made out to the name or address that was asked.",
  "certificate-legacy-name":
    "The certificate of the registry has its name only where it does not count any more, the common name.",
  "certificate-expired": "The certificate of the registry is out of date by the clock of the node.",
  "certificate-other-name": "The certificate of the registry is made out to another name than the one asked.",
  "certificate-unknown-authority": "The node does not know who signed the certificate of the registry.",
  "client-certificate-refused": "The registry wants a client certificate, and got none that it takes.",
  "certificate-invalid": "The node rejects the certificate of the registry, or of an authority above it.",
  "tls-refused":
    "The TLS handshake failed: the host and the node do not agree on a version, a cipher or the name of the host.",
  "http-answer": "The registry was asked by https, but it speaks plain http there.",
  "https-expected": "The registry was asked by http, but it speaks https there.",
  "no-tls": "The registry was asked by https, but what answers there does not speak TLS.",
  "tls-timeout": "The host was reached, but it did not finish the TLS handshake in time.",
  "no-such-host": "The node can't find the address of the host: its DNS does not know the name, or does not answer.",
  "connection-refused": "The connection was refused: nothing listens at this host and port, or a firewall refuses it.",
  "connection-broken": "The connection was cut off before the answer was there.",
  unreachable: "There is no way from the node to the host.",
  timeout: "The host did not answer in time.",
  "rate-limited": "The registry refuses more pulls for now: its limit is used up.",
  "wrong-content":
    "The answer is not the image: its digest or size differs. Often it is a web page or the message of a proxy.",
  "old-manifest": "The image has the old manifest format (schema 1), which containerd 2 does not pull.",
  "credential-expired": "A credential was sent, and it has expired.",
  "no-basic-credentials": "The registry wants a user and password, and containerd has none for its host and port.",
  "anonymous-denied": "The registry was asked without a credential, which this repository does not allow.",
  "permission-denied": "The registry knows the account, but the account may not read this repository.",
  "token-not-found": "The registry has no such repository, and so gives out no token for it.",
  "token-server-error": "The server that gives out the registry's tokens fails.",
  "anonymous-token-refused": "The registry was asked without a credential: containerd has none for its host and port.",
  "token-refused": "A credential was sent, and the registry gave no token for it.",
  platform: "The image is there, but not for the processor or operating system of the node.",
  "html-answer": "A web page answered instead of a registry.",
  "access-denied": "The registry does not give out this image: it needs another credential, or there is no such image.",
  unauthorized: "The registry wants a credential, and got none that it takes.",
  forbidden: "The registry refused the request: who asked may not have this image.",
  "server-error": "The registry itself fails.",
  "not-found": "The registry answered that it has no such image.",
  cancelled: "The pull was cancelled: it made no progress for minutes, or the pod or containerd was stopped.",
  "invalid-reference": "The image's name can't be read, so no registry was asked.",
  backoff:
    "The pull failed before, and the node waits to try again. Why it failed stands in another line: look for “Failed to pull image” in the events of the pod.",
  "two-scopes":
    "containerd asked for one token for two repositories, because the endpoint has a path. This registry refuses such a token.",
  "embedded-registry-miss":
    "The embedded registry answered that no node of the cluster shares this image under this name. The registries after it failed too.",
  "misspelt-scheme": "The scheme of an endpoint is misspelt, so containerd reads it as the host name.",
};
