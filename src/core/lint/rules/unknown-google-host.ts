import type { Mirror, RegistriesFile } from "../../file/file.ts";
import { type GoogleHostFault, googleHostFault } from "../../hosts/googleHostFault.ts";
import { isGoogleHost, normaliseHost } from "../../hosts/registryHost.ts";
import type { Path, YamlDocument } from "../../yaml/document.ts";
import type { Operation } from "../../yaml/edit.ts";
import { canRename } from "../renameHost.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** A place where a host is written. */
interface HostUse {
  readonly path: Path;
  readonly part: "key" | "value";
  readonly text: string;
  /** True if containerd contacts the host itself, and not a mirror of it. */
  readonly contacted: boolean;
}

export const summary = "A host looks like a Google registry but is not one";

/** Source: docs/how-k3s-reads-it/google.md#hosts (docker-credential-gcr `config/const.go`, 2026-07). */
export const unknownGoogleHost: Rule = {
  id: "unknown-google-host",
  severity: "error",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    for (const [host, { fault, places }] of wrongHosts(file)) {
      const [first, ...others] = places;
      if (!first) continue;
      const local = !/[.\d]/.test(host) && places.some(({ part }) => part === "value");
      const error = fault.certain && !local && places.some(({ contacted }) => contacted);
      const report: Report = {
        at: first.path,
        part: first.part,
        severity: error ? "error" : "warning",
        message: message(host, fault),
        related: others.map(({ path, part }) => ({
          at: file.doc.span(path, part),
          message: `"${host}" is also written here`,
        })),
        fixes: renaming(file, places, host, { ...fault, sure: fault.sure === true && error }),
      };
      reports.push(report);
    }
    return reports;
  },
};

interface WrongHost {
  readonly fault: GoogleHostFault;
  readonly places: HostUse[];
}

/** Returns the hosts with a fault by their names without port, and all places of each in the order of the file. */
function wrongHosts({ doc, mirrors, configs }: RegistriesFile): ReadonlyMap<string, WrongHost> {
  const found = new Map<string, WrongHost>();
  const seen = new Set<number>();
  const add = (written: string, place: HostUse): void => {
    if (!/pkg\.dev|gcr\.io|-docker|google/i.test(written)) return;
    const host = normaliseHost(written).replace(/:443$/, "");
    const known = found.get(host);
    const fault = known?.fault ?? googleHostFault(host);
    if (fault === undefined) return;
    const { start } = doc.span(place.path, place.part);
    // An entry behind an alias is written only once.
    if (seen.has(start)) return;
    seen.add(start);
    if (known) known.places.push(place);
    else found.set(host, { fault, places: [place] });
  };
  for (const mirror of mirrors) {
    const { registry, path, templated, endpoints } = mirror;
    if (!templated) add(registry, { path, part: "key", text: registry, contacted: isContacted(mirror) });
    for (const endpoint of endpoints)
      if (endpoint.address)
        add(endpoint.address.host, { path: endpoint.path, part: "value", text: endpoint.text, contacted: true });
  }
  for (const { host, path, templated } of configs)
    if (!templated) add(host, { path, part: "key", text: host, contacted: true });
  return found;
}

/** True if a registry itself is contacted: one whose endpoints are other hosts need not exist. */
function isContacted({ endpoints }: Mirror): boolean {
  return endpoints.every(({ address }) => address === undefined || isGoogleHost(address.host));
}

function message(host: string, { kind, certain, meant }: GoogleHostFault): string {
  const remedy =
    meant === undefined
      ? 'Write the name of a Google Docker registry, such as "europe-west3-docker.pkg.dev".'
      : `${certain ? "Write" : "Did you mean"} "${meant}"${certain ? "." : "?"}`;
  if (kind === "other-format")
    return `"${host}" serves another kind of package, so no image can be pulled from it. ${remedy}`;
  if (kind === "no-regional-endpoint")
    return `"${host}" is in a location without a regional endpoint (July 2026), so pulls from it probably fail. ${remedy}`;
  if (kind === "unknown-location")
    return `"${host}" is in a location without Artifact Registry (July 2026), so pulls from it probably fail. ${remedy}`;
  return certain
    ? `"${host}" is not a Google Docker registry, so no image can be pulled from it. ${remedy}`
    : `"${host}" is not a known Google Docker registry, so pulls from it probably fail. ${remedy}`;
}

/** Returns the fix that writes the right host in all places at once, so that they still match. */
function renaming(
  file: RegistriesFile,
  places: readonly HostUse[],
  host: string,
  fault: GoogleHostFault,
): readonly Fix[] {
  const { meant, sure = false } = fault;
  if (meant === undefined || uses(file, meant)) return [];
  const operations = places.map((place) => rename(file.doc, place, host, meant));
  if (operations.includes(undefined)) return [];
  return [
    {
      title: `Write ${meant}`,
      safe: sure,
      operations: operations.filter((operation): operation is Operation => operation !== undefined),
    },
  ];
}

function uses(file: RegistriesFile, host: string): boolean {
  return file.configOf(host) !== undefined || file.mirrorOf(host) !== undefined || file.matching.endpoints.has(host);
}

/** `undefined` where more than the host would have to be changed. */
function rename(doc: YamlDocument, { path, part, text }: HostUse, host: string, meant: string): Operation | undefined {
  const at = text.toLowerCase().indexOf(host);
  const written = text.slice(0, at) + meant + text.slice(at + host.length);
  if (part === "value") return { replace: path, value: written };
  if (!/^(?::\d+)?$/.test(text.slice(at + host.length)) || at > 0 || !canRename(doc, path, written)) return undefined;
  return { rename: path, key: written };
}
