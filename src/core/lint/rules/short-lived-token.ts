import { isAccessToken, isTokenUsername, meantForm } from "../../credentials/googleCredential.ts";
import { readTokenTimes } from "../../credentials/jsonWebToken.ts";
import { azureTokenUsername, endOf, livesLong, shortLived } from "../../credentials/lifetime.ts";
import { chosenCredential } from "../../file/authPrecedence.ts";
import { type HostConfig, textOf, type WrittenCredential } from "../../file/file.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import type { Path } from "../../yaml/document.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A token expires, but k3s reads the file only at startup";

/**
 * Sources: docs/how-k3s-reads-it/google.md#username; Amazon ECR API reference, GetAuthorizationToken; Microsoft, `az
 * acr login --expose-token`; GitHub, "Authenticating as a GitHub App installation" (`ghs_`); RFC 7519.
 */
export const shortLivedToken: Rule = {
  id: "short-lived-token",
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
    return shortLived.google;
  if (username === "AWS" && /\.dkr[.-]ecr[.-]|^public\.ecr\.aws$/.test(name)) return shortLived.amazon;
  return username === azureTokenUsername && /\.azurecr\.(?:io|us|cn|de)$/.test(name) ? shortLived.azure : undefined;
}

function expiring(text: string, at: Path): Report | undefined {
  if (isAccessToken(text)) return { at, message: shortLived.google };
  if (text.startsWith("ghs_")) return { at, message: shortLived.job };
  const times = readTokenTimes(text);
  return times && { at, severity: livesLong(times) ? "information" : "warning", message: endOf(times) };
}
