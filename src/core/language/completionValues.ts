import { isShownHost } from "../display/shown.ts";
import { type RegistriesFile, textOf } from "../file/file.ts";
import type { Level } from "../file/format.ts";
import { fixedIn } from "../file/release.ts";
import { defaultAddress, defaultEndpoint } from "../hosts/endpoint.ts";
import { areOtherPublicRegistries } from "../hosts/publicRegistries.ts";
import { hostProblem, isGoogleHost } from "../hosts/registryHost.ts";
import { type Completion, completionItem, sortText, type Writing } from "./completionItem.ts";

/** A key whose value is being written. */
export interface FieldPlace {
  readonly level: Level;
  readonly key: string;
  readonly host: string;
}

/** The items of a list that has none yet, so that the dash is missing. */
export function listItems(writing: Writing, place: FieldPlace): readonly Completion[] {
  if (place.key !== "endpoint" || writing.site.flow || writing.site.colon) return [];
  return endpoints({ ...writing, site: { ...writing.site, kind: "item", lead: "- " } }, place.host);
}

/** The endpoints that fit a mirror. */
export function endpoints(writing: Writing, registry: string): readonly Completion[] {
  const { site, context } = writing;
  const file = writing.file();
  const there = new Set(
    file.mirrors.filter((mirror) => mirror.registry === registry).flatMap(({ endpoints }) => endpoints.map(urlOf)),
  );
  const urls = new Map<string, { readonly rank: number; readonly detail: string | undefined }>();
  const offer = (url: string, host: string, rank: number, detail?: string): void => {
    if (!isShownHost(host) || hostProblem(host) !== undefined || there.has(url) || urls.has(url)) return;
    if (areOtherPublicRegistries(registry, host)) return;
    urls.set(url, { rank, detail });
  };
  const own = hostProblem(registry) === undefined ? defaultAddress(registry)?.host : undefined;
  for (const { host } of file.configs)
    if (host !== own && host !== registry) offer(`https://${host}`, host, 1, "has an entry in configs");
  for (const mirror of file.mirrors)
    for (const { address } of mirror.endpoints)
      if (address && /^https?$/.test(address.scheme))
        offer(`${address.scheme}://${address.host}`, address.host, 2, "an endpoint of another mirror");
  if (own !== undefined && !fixedIn(context.target ?? {}, "default endpoint listed last"))
    offer(defaultEndpoint(registry), own, 3, "the registry's own endpoint, which is tried last anyway");
  return [...urls].map(([url, { rank, detail }], index) => {
    const written = url.includes("[") && !site.quoted ? `"${url}"` : url;
    const insertText = site.kind === "value" && !site.quoted ? `["${url}"]` : written;
    return completionItem(writing, {
      label: url,
      kind: "host",
      insertText: insertText + site.close,
      detail,
      sort: sortText(rank, index),
    });
  });
}

function urlOf({ address }: RegistriesFile["mirrors"][number]["endpoints"][number]): string | undefined {
  return address && `${address.scheme}://${address.host}`;
}

/**
 * Where Linux distributions keep the certificates that they trust, in one file. Source: Go `crypto/x509/root_linux.go`
 * `certFiles`, which names the distribution of each; Debian `update-ca-certificates(8)`, Red Hat `update-ca-trust(8)`.
 */
const trustedCertificates: readonly (readonly [path: string, detail: string])[] = [
  ["/etc/ssl/certs/ca-certificates.crt", "trusted by Debian and Ubuntu"],
  ["/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "trusted by Red Hat and Fedora"],
  ["/etc/ssl/ca-bundle.pem", "trusted by openSUSE"],
];

/** The values of a field of `auth` or `tls` that can be known; never a password. */
export function values(writing: Writing, { key, level, host }: FieldPlace): readonly Completion[] {
  const offer = (label: string, index: number, detail?: string): Completion =>
    completionItem(writing, {
      label,
      kind: "value",
      insertText: label + writing.site.close,
      detail,
      sort: sortText(1, index),
    });
  if (level === "auth" && key === "username" && isGoogleHost(host))
    return [
      offer("_json_key", 0, "the password is a service-account key"),
      offer("_json_key_base64", 1, "the password is a service-account key in base64"),
    ];
  if (level !== "tls") return [];
  if (key === "insecure_skip_verify") return writing.site.quoted ? [] : [offer("true", 0), offer("false", 1)];
  const own = pathsOf(writing.file(), key).map((path) => [path, "used in this file"] as const);
  if (key === "ca_file")
    return [...new Map([...trustedCertificates, ...own].reverse())].map(([path, detail], index) =>
      offer(path, index, detail),
    );
  return own.map(([path, detail], index) => offer(path, index, detail));
}

/** The certificate paths of a field in the file; whatever else stands there may be a secret. */
function pathsOf(file: RegistriesFile, key: string): readonly string[] {
  const paths = file.configs.flatMap(({ tls }) => {
    const field = { ca_file: tls.caFile, cert_file: tls.certFile, key_file: tls.keyFile }[key];
    const path = field && textOf(field);
    return path !== undefined && path.length < 200 && /^\/[\w.@+/-]*\.(?:pem|crt|cer|cert|key)$/.test(path)
      ? [path]
      : [];
  });
  return [...new Set(paths)];
}
