import { shownHost } from "../display/shown.ts";
import type { PullAttempt } from "../pull/pullPlan.ts";
import type { FailedPull } from "./failedAttempt.ts";
import { type Check, cause, registryPath } from "./planCheck.ts";
import type { PullError } from "./pullError.ts";

/** Whether an error is about a certificate that is not checked by the file: of each registry that it can be about. */
export function isUnchecked({ kind }: PullError, { attempts, named }: FailedPull): boolean {
  if (!kind.startsWith("certificate-") || attempts.length === 0) return false;
  const skips = ({ tls }: PullAttempt): boolean => tls?.skipsVerification === true;
  return named ? attempts.some(skips) : attempts.every(skips);
}

/** An error of a certificate that is not checked. */
export const unchecked: Check = ({ tls, host }) =>
  tls?.skipsVerification
    ? cause(
        `With insecure_skip_verify, containerd does not check the certificate of ${shownHost(host)}. This node has not read the current file.`,
        tls.path,
      )
    : undefined;

export const unknownAuthority: Check = (attempt, plan) => {
  const { tls } = attempt;
  const host = shownHost(attempt.host);
  if (tls?.path[1] === "*" || tls?.skipsVerification) return undefined;
  const authority = tls?.files.find(({ key }) => key === "ca_file");
  if (tls && authority)
    return cause(
      `This is the ca_file of ${host}. It must be on the node and contain the certificate of the registry's authority.`,
      [...tls.path, "ca_file"],
    );
  return cause(
    `No ca_file is set for ${host}, so the node trusts only the authorities of its system.`,
    tls?.path ?? registryPath(attempt, plan),
  );
};

export const tlsFiles: Check = ({ host, tls }) =>
  tls && tls.files.length > 0
    ? cause(`These are the files for ${shownHost(host)}. They must exist on the node.`, tls.path)
    : undefined;

export const clientCertificate: Check = (attempt, plan, error) =>
  attempt.tls?.files.some(({ key }) => key === "cert_file")
    ? tlsFiles(attempt, plan, error)
    : cause(
        `No client certificate (cert_file and key_file) is set for ${shownHost(attempt.host)}.`,
        attempt.tls?.path ?? registryPath(attempt, plan),
      );
