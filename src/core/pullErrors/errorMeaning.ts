import type { PullErrorKind } from "./errorKinds.ts";

/** What each kind of error says happened, in words for people who do not know containerd. Sources: those of the signs. */
export const errorMeaning: Readonly<Record<PullErrorKind, string>> = {
  "file-unreadable":
    "k3s or RKE2 can't read registries.yaml on that node and hangs at startup. The server that it waits for is not at fault.",
  "system-default-registry":
    "k3s or RKE2 does not start: system-default-registry must be a host or host:port, without a scheme or path.",
  "server-not-ready":
    "This is not a pull error: the node waits for the server of its cluster and has not read registries.yaml yet.",
  "hosts-file-invalid":
    "containerd can't read the hosts.toml of a registry and ignores all its mirrors and TLS settings.",
  "containerd-stopped":
    "containerd does not start with the configuration that k3s wrote, so the node does not start either.",
  "containerd-not-running": "containerd is not running on the node, so nothing was pulled.",
  "disk-full": "The image was found, but the disk of the node is full.",
  "pull-qps": "The kubelet limits its pulls (registry-qps, registry-burst) and tries this one again later.",
  "never-pulled": "The pod's imagePullPolicy is Never and the node does not have the image, so no registry was tried.",
  "pull-secret-missing": "The pod's imagePullSecret does not exist in its namespace. The kubelet pulls without it.",
  "invalid-base64": 'containerd can\'t read the "auth" of the credential: it is not base64.',
  "invalid-decoded-auth": 'containerd can\'t read the "auth" of the credential: it is not user:password in base64.',
  "ca-file": "containerd can't read the ca_file of the registry on that node.",
  "client-certificate-file": "containerd can't read the cert_file or key_file of the registry on that node.",
  proxy: "The node uses a proxy, and the connection through that proxy failed. The registry was not reached.",
  "invalid-address": "containerd can't use the address of the registry, so it sent no request.",
  "certificate-no-name": "The registry's certificate is not valid for the name or address in the request.",
  "certificate-legacy-name":
    "The registry's certificate names its host only in the common name, which is no longer checked.",
  "certificate-expired": "The registry's certificate has expired or is not valid yet, by the clock of the node.",
  "certificate-other-name": "The registry's certificate is valid for other names, not for the one in the request.",
  "certificate-unknown-authority": "The node does not trust the authority that signed the registry's certificate.",
  "client-certificate-refused": "The registry requires a client certificate, and got none that it accepts.",
  "certificate-invalid": "The node rejects the certificate of the registry or of an authority above it.",
  "tls-refused": "The TLS handshake failed: host and node do not agree on a version, a cipher or the host's name.",
  "http-answer": "The request used https, but the registry answered in plain http.",
  "https-expected": "The request used http, but the registry expects https.",
  "no-tls": "The request used https, but the server at that address does not speak TLS.",
  "tls-timeout": "The host did not finish the TLS handshake in time.",
  "no-such-host": "The node can't resolve the host name: its DNS does not know the name or does not answer.",
  "connection-refused": "The connection was refused: nothing listens at this host and port, or a firewall blocks it.",
  "connection-broken": "The connection was cut off before the answer arrived.",
  unreachable: "The node has no network route to the host.",
  timeout: "The host did not answer in time.",
  "rate-limited": "The registry rejects more pulls for now: its rate limit is used up.",
  "wrong-content":
    "The answer is not the image: its digest or size differs. Often it is a web page or an error message of a proxy.",
  "old-manifest": "The image has the old manifest format (schema 1), which containerd 2 does not pull.",
  "credential-expired": "The credential that was sent has expired.",
  "no-basic-credentials":
    "The registry requires a username and password, and containerd has none for its host and port.",
  "anonymous-denied": "The request had no credential, and this repository requires one.",
  "permission-denied": "The registry accepts the account, but the account may not read this repository.",
  "token-not-found": "The registry has no such repository and issues no token for it.",
  "token-server-error": "The registry's token server failed.",
  "anonymous-token-refused": "The request had no credential: containerd has none for the registry's host and port.",
  "token-refused": "A credential was sent, but the registry issued no token for it.",
  platform: "The image exists, but not for the processor or operating system of the node.",
  "html-answer": "A web page answered instead of a registry.",
  "access-denied": "The registry denies access: it requires another credential, or the image does not exist.",
  unauthorized: "The registry requires a credential, and got none that it accepts.",
  forbidden: "The registry rejected the request: the client may not pull this image.",
  "server-error": "The registry failed with a server error.",
  "not-found": "The registry answered that it has no such image.",
  cancelled: "The pull was canceled: it made no progress for minutes, or the pod or containerd was stopped.",
  "invalid-reference": "The image name is not valid, so no registry was tried.",
  backoff:
    'An earlier pull failed, and the node waits before it tries again. For the reason, look for "Failed to pull image" in the pod\'s events.',
  "two-scopes":
    "Because the endpoint has a path, containerd requested one token for two repositories, which this registry rejects.",
  "embedded-registry-miss":
    "The embedded registry found no node that shares this image under this name. The registries after it failed too.",
  "misspelt-scheme": "The scheme of an endpoint is misspelled, so containerd reads it as the host name.",
};
