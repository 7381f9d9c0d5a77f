import { hasTls } from "../../file/configLookup.ts";
import { type Field, type HostConfig, type RegistriesFile, textOf } from "../../file/file.ts";
import { brokenIn, describeTarget, type Feature, mendedIn, since, supports, type Target } from "../../file/release.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import type { LintSettings, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/releases.md. */
export const needsNewerVersion: Rule = {
  id: "needs-newer-version",
  summary: "The file uses what the named version of k3s or RKE2 lacks",
  severity: "error",
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

/** One finding for each feature that the version is too old for, at its first use. */
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
      `${version} does not know rewrite and ignores it, so images are asked for by their own names`,
    );
  const skip = configs
    .map(({ tls }) => tls.skipVerify)
    .find((field) => /^(?:true|yes|on|y)$/i.test(textOf(field) ?? ""));
  if (skip && lacks("insecure_skip_verify"))
    yield report(
      skip,
      "insecure_skip_verify",
      `${version} does not know insecure_skip_verify and ignores it, so certificates are checked and pulls fail`,
    );
  const token = configs.map(({ auth }) => auth.identityToken).find((field) => (textOf(field) ?? "") !== "");
  if (token && lacks("identity_token"))
    yield report(
      token,
      "identity_token",
      `${version} passes identity_token on under a name that containerd ignores, so pulls are anonymous`,
    );
  const escaped = configs.flatMap(credentials).find((field) => /["\\]/.test(textOf(field) ?? ""));
  if (escaped && lacks("escaped credentials"))
    yield {
      at: escaped.path,
      part: "key",
      message: `${version} writes this value into containerd's configuration as it is, and the quotes or backslashes in it end the text there: containerd does not start. They are escaped from ${since("escaped credentials")} on.`,
    };
  const wildcard = configs.find((config) => config.host === "*" && hasTls(config));
  if (wildcard && lacks("wildcard in configs"))
    yield {
      ...report(
        wildcard,
        "wildcard in configs",
        `${version} takes "*" in configs for a host of that name, so its settings are never used`,
      ),
      severity: "warning",
    };
}

function credentials({ auth }: HostConfig): readonly Field[] {
  return [auth.username, auth.password, auth.encoded, auth.identityToken];
}

/** What single releases do wrong with a file that those before and after them read. */
function* broken(file: RegistriesFile, target: Target, settings: LintSettings): Iterable<Report> {
  const { disableDefaultEndpoint, embeddedRegistry } = settings;
  const version = describeTarget(target);
  const tls = mendedIn(target, "tls without a mirror");
  const last = mendedIn(target, "default endpoint listed last");
  const fallback = mendedIn(target, "fallback from the wildcard mirror");
  const sharing = embeddedRegistry === true ? mendedIn(target, "sharing by the wildcard mirror") : undefined;
  if (tls !== undefined) {
    const contacted = contactedHosts(file);
    for (const config of file.configs)
      if (hasTls(config) && config.host !== "*" && !config.templated && !contacted.has(config.host))
        yield {
          at: config.tls.path,
          part: "key",
          message: `${version} loses the TLS settings of a registry that no mirror stands for, so pulls from ${config.host} fail with an x509 error. Use ${tls} or later.`,
        };
  }
  for (const { registry, endpoints, templated, path } of file.mirrors) {
    if (templated) continue;
    const end = endpoints.at(-1);
    const itself = defaultAddress(registry);
    if (last !== undefined && end && endpoints.length > 1 && itself && end.address?.url === itself.url)
      yield {
        at: end.path,
        message: `${version} drops all mirrors of ${registry} when the registry itself is listed last. It is tried last anyway: remove this endpoint, or use ${last} or later.`,
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
        message: `With a mirror for "*", ${version} does not go on to the registry itself when the mirror lacks an image: such pulls fail. Use ${fallback} or later, or name each registry.`,
      };
    if (sharing !== undefined && registry === "*")
      yield {
        at: path,
        part: "key",
        severity: "information",
        message: `Where ${version} embeds Spegel 0.6, nodes share no images through the mirror "*". Use ${sharing} or later, or name each registry.`,
      };
  }
}

/**
 * The hosts whose TLS settings are read all the same: endpoints of other registries, and registries with a mirror that
 * is not only the registry itself over again.
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
  const { first, mended, certain } = fault;
  const subject = certain ? describeTarget(target) : `The first build of this version, k3s ${first},`;
  for (const { endpoint, address } of file.writtenEndpoints) {
    const { path, text } = endpoint;
    if (!address || text.includes("://")) continue;
    yield {
      at: path,
      ...(certain ? {} : { severity: "warning" }),
      message: `${subject} can't use an endpoint without a scheme and passes over this mirror. Write ${address.scheme}:// before it, or use ${mended} or later.`,
      fixes: [
        {
          title: `Write ${address.scheme}:// before it`,
          safe: true,
          operations: [{ replace: path, value: `${address.scheme}://${text}` }],
        },
      ],
    };
  }
}
