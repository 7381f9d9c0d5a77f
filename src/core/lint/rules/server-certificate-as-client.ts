import { splitPort } from "../../registries/endpoint.ts";
import { type HostConfig, textOf } from "../../registries/file.ts";
import { namesFile, withTlsSettings } from "../../registries/tls.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: reference §9 row 36 (the registry's own certificate given as the node's), §10 T96. */
export const serverCertificateAsClient: Rule = {
  id: "server-certificate-as-client",
  summary: "The client certificate looks like the registry's own",
  severity: "information",
  check(file) {
    const reports: Report[] = [];
    for (const config of withTlsSettings(file)) {
      const { tls, host } = config;
      const certificate = textOf(tls.certFile);
      if (certificate === undefined || !namesFile(tls.keyFile)) continue;
      const same = certificate !== "" && certificate === textOf(tls.caFile);
      const name = /[^/\\]+$/.exec(certificate)?.[0] ?? "";
      if (!same && !looksLikeServer(name, host)) continue;
      reports.push({
        at: tls.certFile.path,
        message: `cert_file and key_file are what the node shows to ${host} when that asks for a client certificate, and ${same ? "ca_file names the same file" : `${name.slice(0, 60)} looks like the registry's own`}. To trust the registry, ca_file is enough; most registries ask for no client certificate.`,
        fixes: fixes(file.doc, config),
      });
    }
    return reports;
  },
};

function looksLikeServer(file: string, host: string): boolean {
  if (/client|node|agent|admin/i.test(file) || !/\.(?:crt|cert|cer|pem)$/i.test(file)) return false;
  const { name } = splitPort(host);
  return (
    /^(?:server|registry|harbor|nexus|gitlab|artifactory|fullchain|domain|wildcard)(?![a-z])/i.test(file) ||
    (name.length > 4 && file.toLowerCase().includes(name.toLowerCase()))
  );
}

function fixes(doc: YamlDocument, { tls }: HostConfig): readonly Fix[] {
  const block = tls.value.kind === "map" && !tls.value.flow && doc.node(tls.path)?.node.kind === "map";
  if (!block) return [];
  const { certFile, keyFile, caFile } = tls;
  if (namesFile(caFile))
    return [
      {
        title: "Remove cert_file and key_file",
        safe: false,
        operations: [{ remove: certFile.path }, { remove: keyFile.path }],
      },
    ];
  if (caFile.value.kind !== "missing") return [];
  return [
    {
      title: "Make it the ca_file, without a key",
      safe: false,
      operations: [{ rename: certFile.path, key: "ca_file" }, { remove: keyFile.path }],
    },
  ];
}
