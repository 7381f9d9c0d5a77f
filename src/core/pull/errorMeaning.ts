import { type Phrase, phrase } from "../text/phrase.ts";
import type { PullErrorKind } from "./errorKinds.ts";

/** What each kind of error says happened, in words for people who do not know containerd. Sources: those of the signs. */
export const errorMeaning: Readonly<Record<PullErrorKind, Phrase>> = {
  "file-unreadable": phrase(
    "k3s or RKE2 can't read registries.yaml on that node, so it does not start. The server it says it waits for is not at fault.",
  ),
  "server-not-ready": phrase(
    "This is no error of a pull: the node waits for the server of its cluster, and has not come to registries.yaml yet.",
  ),
  "hosts-file-invalid": phrase(
    "containerd can't read what k3s wrote for a registry, and leaves out all its mirrors and TLS settings.",
  ),
  "containerd-stopped": phrase("containerd does not start with what k3s wrote for it, so the node does not either."),
  "invalid-base64": phrase("containerd can't read the auth of the credential: it is no base64."),
  "invalid-decoded-auth": phrase(
    "containerd can't read the auth of the credential: it is not user:password in base64.",
  ),
  "ca-file": phrase("containerd can't read the ca_file of the registry on that node."),
  "client-certificate-file": phrase("containerd can't read the cert_file or key_file of the registry on that node."),
  "certificate-no-name": phrase(
    "The certificate of the registry is not made out to the name or address that was asked.",
  ),
  "certificate-legacy-name": phrase(
    "The certificate of the registry has its name only where it does not count any more, the common name.",
  ),
  "certificate-expired": phrase("The certificate of the registry is out of date by the clock of the node."),
  "certificate-other-name": phrase("The certificate of the registry is made out to another name than the one asked."),
  "certificate-unknown-authority": phrase("The node does not know who signed the certificate of the registry."),
  "client-certificate-refused": phrase("The registry wants a client certificate, and got none that it takes."),
  "http-answer": phrase("The registry was asked by https, but it speaks plain http there."),
  "https-expected": phrase("The registry was asked by http, but it speaks https there."),
  "no-tls": phrase("The registry was asked by https, but what answers there does not speak TLS."),
  "tls-timeout": phrase("The host was reached, but it did not finish the TLS handshake in time."),
  "no-such-host": phrase(
    "The node can't find the address of the host: its DNS does not know the name, or does not answer.",
  ),
  "connection-refused": phrase(
    "The connection was refused: nothing listens at this host and port, or a firewall refuses it.",
  ),
  "connection-broken": phrase("The connection was cut off before the answer was there."),
  unreachable: phrase("There is no way from the node to the host."),
  timeout: phrase("The host did not answer in time."),
  "rate-limited": phrase("The registry refuses more pulls for now: its limit is used up."),
  "no-basic-credentials": phrase(
    "The registry wants a user and password, and containerd has none for its host and port.",
  ),
  "anonymous-denied": phrase("The registry was asked without a credential, which this repository does not allow."),
  "permission-denied": phrase("The registry knows the account, but the account may not read this repository."),
  "token-not-found": phrase("The registry has no such repository, and so gives out no token for it."),
  "token-server-error": phrase("The server that gives out the registry's tokens fails."),
  "anonymous-token-refused": phrase(
    "The registry was asked without a credential: containerd has none for its host and port.",
  ),
  "token-refused": phrase("A credential was sent, and the registry gave no token for it."),
  platform: phrase("The image is there, but not for the processor or operating system of the node."),
  "html-answer": phrase("A web page answered instead of a registry."),
  "access-denied": phrase(
    "The registry does not give out this image: it needs another credential, or there is no such image.",
  ),
  unauthorized: phrase("The registry wants a credential, and got none that it takes."),
  forbidden: phrase("The registry refused the request: who asked may not have this image."),
  "server-error": phrase("The registry itself fails."),
  "not-found": phrase("The registry answered that it has no such image."),
  "invalid-reference": phrase("The image's name can't be read, so no registry was asked."),
  backoff: phrase(
    "The pull failed before, and the node waits to try again. Why it failed stands in another line: look for “Failed to pull image” in the events of the pod.",
  ),
};
