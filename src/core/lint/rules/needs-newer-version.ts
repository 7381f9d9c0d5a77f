import { hasTls } from "../../file/configLookup.ts";
import { type Field, type HostConfig, type RegistriesFile, textOf } from "../../file/file.ts";
import { brokenIn, describeTarget, type Feature, fixedIn, since, supports, type Target } from "../../file/release.ts";
import { booleanMeant } from "../../file/tls.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import type { LintSettings, Report, Rule } from "../rule.ts";

export const summary = "The target version of k3s or RKE2 does not support a setting";

/** Source: docs/how-k3s-reads-it/releases.md. */
export const needsNewerVersion: Rule = {
  id: "needs-newer-version",
  severity: "error",
  fixes: true,
  check(file, settings) {
    const reports: Report[] = [];
    const { target = {} } = settings;
    if (!target.version) return reports;
    for (const report of lacking(file, target)) reports.push(report);
    for (const report of broken(file, target, settings)) reports.push(report);
    for (const report of withoutScheme(file, target)) reports.push(report);
    return reports;
  },
};

/** Yields one finding for each feature that the version is too old for, at its first use. */
function* lacking(file: RegistriesFile, target: Target): Iterable<Report> {
  const { mirrors, configs } = file;
  const lacks = (feature: Feature): boolean => supports(target, feature) === false;
  const version = describeTarget(target);
  const report = (field: Pick<Field, "path">, feature: Feature, message: string): Report => ({
    at: field.path,
    part: "key",
    message: `${message}. It works from ${since(feature)} on.`,
  });
  const rewrite = mirrors.find(({ rewrites }) => rewrites.length > 0)?.rewrite;
  if (rewrite && lacks("rewrite"))
    yield report(
      rewrite,
      "rewrite",
      `${version} does not support "rewrite" and ignores it, so the mirror gets requests for the original image names`,
    );
  const skip = configs.map(({ tls }) => tls.skipVerify).find((field) => booleanMeant(textOf(field) ?? ""));
  if (skip && lacks("insecure_skip_verify"))
    yield report(
      skip,
      "insecure_skip_verify",
      `${version} does not support "insecure_skip_verify" and ignores it, so certificates are checked and pulls fail`,
    );
  const token = configs.map(({ auth }) => auth.identityToken).find((field) => (textOf(field) ?? "") !== "");
  if (token && lacks("identity_token"))
    yield report(
      token,
      "identity_token",
      `${version} writes "identity_token" under a name that containerd ignores, so pulls are anonymous`,
    );
  const escaped = configs.flatMap(credentials).find((field) => /["\\]/.test(textOf(field) ?? ""));
  if (escaped && lacks("escaped credentials"))
    yield {
      at: escaped.path,
      part: "key",
      message: `${version} does not escape the quotes and backslashes of this value in containerd's configuration, so containerd does not start. They are escaped from ${since("escaped credentials")} on.`,
    };
  const wildcard = configs.find((config) => config.host === "*" && hasTls(config));
  if (wildcard && lacks("wildcard in configs"))
    yield {
      ...report(
        wildcard,
        "wildcard in configs",
        `${version} reads "*" in "configs" as the name of a host, so its settings have no effect`,
      ),
      severity: "warning",
    };
}

function credentials({ auth }: HostConfig): readonly Field[] {
  return [auth.username, auth.password, auth.encoded, auth.identityToken];
}

/** Yields the findings for single releases that misread a file which those before and after them read correctly. */
function* broken(file: RegistriesFile, target: Target, settings: LintSettings): Iterable<Report> {
  const { disableDefaultEndpoint, embeddedRegistry } = settings;
  const version = describeTarget(target);
  const tls = fixedIn(target, "tls without a mirror");
  const last = fixedIn(target, "default endpoint listed last");
  const fallback = fixedIn(target, "fallback from the wildcard mirror");
  const sharing = embeddedRegistry === true ? fixedIn(target, "sharing by the wildcard mirror") : undefined;
  if (tls !== undefined) {
    const contacted = contactedHosts(file);
    for (const config of file.configs)
      if (hasTls(config) && config.host !== "*" && !config.templated && !contacted.has(config.host))
        yield {
          at: config.tls.path,
          part: "key",
          message: `${version} loses the TLS settings of a registry without a mirror, so pulls from "${config.host}" fail with an x509 error. Use ${tls} or later.`,
        };
  }
  for (const { registry, endpoints, path } of file.mirrors) {
    const end = endpoints.at(-1);
    const itself = defaultAddress(registry);
    if (last !== undefined && end && endpoints.length > 1 && itself && end.address?.url === itself.url)
      yield {
        at: end.path,
        message: `${version} drops all mirrors of "${registry}" if the registry itself is the last endpoint. containerd tries it last anyway: remove this endpoint, or use ${last} or later.`,
        fixes: [
          {
            title: "Remove the endpoint",
            safe: disableDefaultEndpoint !== true,
            operations: [{ remove: end.path }],
          },
        ],
      };
    if (fallback !== undefined && registry === "*" && disableDefaultEndpoint !== true)
      yield {
        at: path,
        part: "key",
        severity: "warning",
        message: `With a mirror for "*", ${version} does not fall back to the registry itself if the mirror lacks an image, so the pull fails. Use ${fallback} or later, or add a mirror for each registry.`,
      };
    if (sharing !== undefined && registry === "*")
      yield {
        at: path,
        part: "key",
        severity: "information",
        message: `In builds of ${version} with Spegel 0.6, nodes share no images through the mirror "*". Use ${sharing} or later, or add a mirror for each registry.`,
      };
  }
}

/**
 * Returns the hosts whose TLS settings are kept by such a release: endpoints of other registries, and registries with a
 * mirror other than the registry itself.
 */
function contactedHosts({ mirrors }: RegistriesFile): ReadonlySet<string> {
  const hosts = new Set(mirrors.flatMap(({ endpoints }) => endpoints.map(({ address }) => address?.host ?? "")));
  for (const { registry, endpoints } of mirrors) {
    const itself = defaultAddress(registry);
    const other = endpoints.some(({ address }) => address !== undefined && address.url !== itself?.url);
    for (const host of [registry, itself?.host ?? registry])
      if (other) hosts.add(host);
      else hosts.delete(host);
  }
  return hosts;
}

function* withoutScheme(file: RegistriesFile, target: Target): Iterable<Report> {
  const fault = brokenIn(target, "endpoint without a scheme");
  if (!fault) return;
  const { first, fixed, certain } = fault;
  const subject = certain ? describeTarget(target) : `The first build of this version, k3s ${first},`;
  for (const { endpoint, address } of file.writtenEndpoints) {
    const { path, text } = endpoint;
    if (!address || text.includes("://")) continue;
    yield {
      at: path,
      ...(certain ? {} : { severity: "warning" }),
      message: `${subject} reads no host in an endpoint without a scheme, so pulls from it can fail. Add "${address.scheme}://", or use ${fixed} or later.`,
      fixes: [
        {
          title: `Add ${address.scheme}://`,
          safe: true,
          operations: [{ replace: path, value: `${address.scheme}://${text}` }],
        },
      ],
    };
  }
}
