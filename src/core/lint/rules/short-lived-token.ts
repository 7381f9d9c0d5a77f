import { isAccessToken, isTokenUsername, meantForm } from "../../credentials/googleCredential.ts";
import { readTokenTimes } from "../../credentials/jsonWebToken.ts";
import { azureTokenUsername, dateOf, longLife } from "../../credentials/lifetime.ts";
import { chosenCredential } from "../../file/authPrecedence.ts";
import { type HostConfig, textOf, type WrittenCredential } from "../../file/file.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import type { Path } from "../../yaml/document.ts";
import type { Report, Rule } from "../rule.ts";

const day = 24 * 60 * 60;

/**
 * Sources: docs/how-k3s-reads-it/google.md#username; Amazon ECR API reference, GetAuthorizationToken; Microsoft, `az
 * acr login --expose-token`; GitHub, "Authenticating as a GitHub App installation" (`ghs_`); RFC 7519.
 */
export const shortLivedToken: Rule = {
  id: "short-lived-token",
  summary: "A token expires, but k3s reads the file only at startup",
  severity: "warning",
  check({ configs }) {
    const reports: Report[] = [];
    for (const config of configs) {
      const report = token(config);
      if (report) reports.push(report);
    }
    return reports;
  },
};

function token(config: HostConfig): Report | undefined {
  const { auth } = config;
  const credential = auth.credential;
  if (meantForm(config) !== undefined) return undefined;
  const byUsername = forUsername(config.host, credential);
  if (byUsername !== undefined) return { at: credential.usernameAt, message: byUsername };
  const identity = chosenCredential(auth) === "identity_token" ? textOf(auth.identityToken) : undefined;
  if (identity !== undefined) return expiring(identity, auth.identityToken.path);
  return credential.password === undefined ? undefined : expiring(credential.password, credential.passwordAt);
}

function forUsername(host: string, { username, password }: WrittenCredential): string | undefined {
  if (username === undefined) return undefined;
  const name = host.replace(/:\d+$/, "");
  if (
    username === "oauth2accesstoken" ||
    (isTokenUsername(username) && (isGoogleHost(host) || isAccessToken(password)))
  )
    return googleMessage;
  if (username === "AWS" && /\.dkr[.-]ecr[.-]|^public\.ecr\.aws$/.test(name))
    return message("An Amazon ECR password", "after 12 hours", "Use the kubelet's credential provider for ECR instead");
  if (username === azureTokenUsername && /\.azurecr\.(?:io|us|cn|de)$/.test(name))
    return message(
      "An Azure access token, as this username announces,",
      "after about 3 hours",
      "Use a registry token or service principal, or the kubelet's credential provider for ACR",
    );
  return undefined;
}

const googleMessage = message(
  "A Google access token",
  "after an hour",
  'Use a service-account key with the username "_json_key", or the kubelet\'s credential provider',
);

function expiring(text: string, at: Path): Report | undefined {
  if (isAccessToken(text)) return { at, message: googleMessage };
  if (text.startsWith("ghs_"))
    return {
      at,
      message: message(
        "A GitHub installation or Actions token",
        "after an hour or with its job",
        'Use a personal access token with "read:packages"',
      ),
    };
  const times = readTokenTimes(text);
  if (!times) return undefined;
  const { expires, lifetime } = times;
  const long = (lifetime ?? 0) > longLife;
  const life = lifetime === undefined ? "" : `, ${duration(lifetime)} after it was issued`;
  return {
    at,
    severity: long ? "information" : "warning",
    message: message(
      "This token",
      `on ${dateOf(expires)}${life}`,
      long
        ? "Replace it before that"
        : "Use a credential that does not expire, or the kubelet's credential provider for this registry",
    ),
  };
}

function message(what: string, when: string, remedy: string): string {
  return `${what} expires ${when}, but k3s reads this file only at startup, so pulls then fail with 401 or 403. ${remedy}.`;
}

function duration(seconds: number): string {
  const [amount, unit] =
    seconds < 60 * 60
      ? [seconds / 60, "minute"]
      : seconds < 2 * day
        ? [seconds / (60 * 60), "hour"]
        : [seconds / day, "day"];
  const rounded = Math.round(amount);
  return `${rounded} ${unit}${rounded === 1 ? "" : "s"}`;
}
