import { isGoogleHost } from "../hosts/registryHost.ts";
import { isDockerHub } from "../hosts/registryKey.ts";
import type { PullErrorKind } from "./errorKinds.ts";
import { outsideTexts } from "./outsideTexts.ts";
import type { PullError } from "./pullError.ts";

type Cause = keyof typeof outsideTexts;

const fileNotRead = ["notRestarted", "otherFile", "rancher"] as const;
const fileNotReadForPull = ["notRestarted", "otherFile", "template", "rancher"] as const;

/** What leads to a kind of error besides the file, most likely first; those with a condition are in `applies`. */
const byKind: Readonly<Record<PullErrorKind, readonly Cause[]>> = {
  "file-unreadable": ["oldOutput", "otherFile", "unreadable", "rancher"],
  "system-default-registry": ["mirrorForHub"],
  "server-not-ready": ["agent"],
  "hosts-file-invalid": ["notRestarted", "otherFile"],
  "containerd-stopped": ["notRestarted", "otherFile"],
  "containerd-not-running": ["starting", "containerdLog"],
  "disk-full": ["disk"],
  "pull-qps": ["qps"],
  "never-pulled": ["pullPolicy"],
  "pull-secret-missing": ["secretNamespace", "secretUnneeded"],
  "invalid-base64": ["pullSecrets", "notRestarted", "otherFile"],
  "invalid-decoded-auth": ["pullSecrets", "notRestarted", "otherFile"],
  "ca-file": ["missingFile", "notRestarted", "otherFile"],
  "client-certificate-file": ["missingFile", "notRestarted", "otherFile"],
  proxy: ["proxySettings", "noProxy", "firewall"],
  "invalid-address": ["notRestarted", "otherFile"],
  "certificate-no-name": ["names", "behind"],
  "certificate-legacy-name": ["names"],
  "certificate-expired": ["clock", "renew", "opened"],
  "certificate-other-name": ["behind", "names", "opened"],
  "certificate-unknown-authority": [...fileNotRead, "opened", "chain"],
  "client-certificate-refused": ["clientCertificate", ...fileNotRead],
  "certificate-invalid": ["renew", "chain", "opened"],
  "tls-refused": ["tlsVersion", "behind", "clientCertificate"],
  "http-answer": ["realm", ...fileNotRead, "behind"],
  "https-expected": ["realm", ...fileNotRead, "behind"],
  "no-tls": ["behind", ...fileNotRead],
  "tls-timeout": ["firewall", "slow"],
  "no-such-host": ["dns", ...fileNotRead],
  "connection-refused": ["realm", "down", "firewall", ...fileNotRead],
  "connection-broken": ["firewall", "slow", "down"],
  unreachable: ["firewall", "down"],
  timeout: ["firewall", "slow", "down"],
  "rate-limited": ["hubLimit", "accountLimit", ...fileNotReadForPull],
  "wrong-content": ["behind", "opened", "noImage"],
  "old-manifest": ["rebuild"],
  "credential-expired": ["expired", "pullSecrets", "notRestarted", "otherFile"],
  "no-basic-credentials": [...fileNotReadForPull],
  "anonymous-denied": [...fileNotReadForPull],
  "permission-denied": ["reader", "googleName", "pullSecrets", "notRestarted", "otherFile"],
  "token-not-found": ["googleName", "hiddenImage"],
  "token-server-error": ["registryLog", "slow"],
  "anonymous-token-refused": [...fileNotReadForPull, "googleName", "hiddenImage"],
  "token-refused": [
    "reader",
    "keyDisabled",
    "expired",
    "googleName",
    "account",
    "pullSecrets",
    "notRestarted",
    "otherFile",
    "clock",
  ],
  platform: ["platform"],
  "html-answer": ["realm", "behind"],
  "access-denied": ["hiddenImage", "account", "expired", ...fileNotReadForPull, "pullSecrets"],
  unauthorized: [...fileNotReadForPull, "keyDisabled", "expired", "pullSecrets"],
  forbidden: ["reader", "account", "googleName", "network", "pullSecrets", ...fileNotReadForPull],
  "server-error": ["registryLog", "slow"],
  "not-found": ["noImage", "googleName"],
  cancelled: ["slow", "firewall", "down"],
  "invalid-reference": [],
  backoff: [],
  "two-scopes": ["notRestarted", "otherFile"],
  "embedded-registry-miss": ["notShared", "otherName", ...fileNotRead],
  "misspelt-scheme": fileNotRead,
};

/** What is known of the pull besides its error. */
export interface PullFacts {
  /** The registry of the image, or the host that was asked. */
  readonly registry: string | undefined;
  /** Whether k3s can read the file as it is now. */
  readonly fileIsReadable: boolean;
  /** Whether the error proves that the node has not read the file, or not the one at hand. */
  readonly fileIsUnread: boolean;
}

/** True if the program that pulled uses registries.yaml. Source: docs/how-k3s-reads-it/file.md. */
export function readsFile(client: PullError["client"]): boolean {
  return client === undefined || client === "rke2-runtime";
}

/** The causes of an error that no file shows, most likely first. */
export function outsideCauses(error: PullError, facts: PullFacts): readonly string[] {
  const all = new Set<Cause>([...(facts.fileIsUnread ? fileNotRead : []), ...byKind[error.kind]]);
  return [...all].filter((cause) => applies(cause, error, facts)).map((cause) => outsideTexts[cause]);
}

function applies(cause: Cause, { forToken, client }: PullError, { registry, fileIsReadable }: PullFacts): boolean {
  const google = registry === undefined || isGoogleHost(registry);
  const hub = registry === undefined || isDockerHub(registry);
  switch (cause) {
    case "reader":
    case "keyDisabled":
    case "googleName":
      return google;
    case "account":
      return registry === undefined || !isGoogleHost(registry);
    case "expired":
      return registry === undefined || !isGoogleHost(registry);
    case "hubLimit":
      return hub;
    case "realm":
      return forToken;
    case "oldOutput":
      return fileIsReadable;
    case "notRestarted":
    case "otherFile":
      return readsFile(client);
    case "pullSecrets":
    case "template":
    case "rancher":
      return client === undefined;
    default:
      return true;
  }
}
