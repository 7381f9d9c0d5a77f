import type { Endpoint, Mirror, RegistriesFile } from "../../file/file.ts";
import type { EndpointAddress } from "../../hosts/endpoint.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A credential or query in an endpoint has no effect";

/** Source: docs/how-k3s-reads-it/endpoints.md#url. Never shows the userinfo. */
export const endpointUserinfo: Rule = {
  id: "endpoint-userinfo",
  severity: "error",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    const hosts = new Set(file.configs.map(({ host }) => host));
    for (const { mirror, endpoint, address } of file.writtenEndpoints) {
      if (!address) continue;
      const { host, userinfo, query, fragment } = address;
      if (userinfo !== undefined)
        reports.push({
          at: endpoint.path,
          message: `The credential in this endpoint of "${mirror.registry}" has no effect, because containerd uses only its host and path. Move the username and password to "configs", under "${host}".`,
          fixes: moved(file, hosts, endpoint, address),
        });
      else if (query !== undefined || fragment !== "")
        reports.push({
          at: endpoint.path,
          severity: "warning",
          message: `The part after "${query === undefined ? "#" : "?"}" in this endpoint of "${mirror.registry}" has no effect, because containerd uses only its host and path. Remove it.`,
          fixes: withoutRest(mirror, endpoint, address),
        });
    }
    return reports;
  },
};

function bareUrl({ scheme, host, path, overridesPath }: EndpointAddress): string | undefined {
  const written = overridesPath ? path : "";
  return /^[\w./~-]*$/.test(written) ? `${scheme}://${host}${written}` : undefined;
}

function withoutRest({ endpoints }: Mirror, { path }: Endpoint, address: EndpointAddress): readonly Fix[] {
  const url = bareUrl(address);
  const there = endpoints.some((other) => url !== undefined && other.address?.url === `${url}/v2`);
  return url === undefined || there
    ? []
    : [{ title: "Remove it", safe: true, operations: [{ replace: path, value: url }] }];
}

/** Moves the credential to a host without an entry; beside another credential, the right one is unknown. */
function moved(
  { doc, configs }: RegistriesFile,
  hosts: ReadonlySet<string>,
  { path, text }: Endpoint,
  address: EndpointAddress,
): readonly Fix[] {
  const url = bareUrl(address);
  const section = doc.value(["configs"]).kind;
  const free = section === "map" || (section !== "list" && section !== "scalar" && configs.length === 0);
  const credential = splitUserinfo(address.userinfo ?? "");
  if (url === undefined || !free || !credential || hosts.has(address.host) || /[?#]/.test(text)) return [];
  return [
    {
      title: `Move the credential to configs, under ${address.host}`,
      safe: false,
      operations: [
        { replace: path, value: url },
        { set: ["configs", address.host, "auth"], value: credential },
      ],
    },
  ];
}

function splitUserinfo(userinfo: string): { username: string; password: { quoted: string } } | undefined {
  const colon = userinfo.indexOf(":");
  if (colon < 1 || colon === userinfo.length - 1) return undefined;
  try {
    const username = decodeURIComponent(userinfo.slice(0, colon));
    return { username, password: { quoted: decodeURIComponent(userinfo.slice(colon + 1)) } };
  } catch {
    return undefined;
  }
}
