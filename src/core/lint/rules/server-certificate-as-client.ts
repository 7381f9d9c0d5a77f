import { type Field, type HostConfig, textOf } from "../../file/file.ts";
import { namesFile, withTlsSettings } from "../../file/tls.ts";
import { splitPort } from "../../hosts/endpoint.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A client certificate looks like the registry's own";

/** Source: containerd `core/remotes/docker/config/hosts.go` (`client`); k3s#1148 and #13255 (the registry's certificate). */
export const serverCertificateAsClient: Rule = {
  id: "server-certificate-as-client",
  severity: "information",
  check(file) {
    const reports: Report[] = [];
    for (const config of withTlsSettings(file, true)) {
      const report = serverPair(file.doc, config) ?? caKey(config);
      if (report) reports.push({ ...report, fixes: fixes(file.doc, config) });
    }
    return reports;
  },
};

function serverPair(doc: YamlDocument, { tls, host }: HostConfig): Report | undefined {
  const certificate = textOf(tls.certFile) ?? templatePath(doc, tls.certFile);
  if (certificate === undefined || !namesFile(tls.keyFile)) return undefined;
  const same = certificate !== "" && certificate === textOf(tls.caFile);
  const name = fileName(certificate);
  if (!same && !looksLikeServer(name, host)) return undefined;
  return {
    at: tls.certFile.path,
    message: `"cert_file" is the node's client certificate for "${host}", but ${same ? '"ca_file" names the same file' : `"${name.slice(0, 60)}" looks like the registry's own`}. To trust the registry, set only "ca_file".`,
  };
}

/** A path of which only the folder is filled in by another tool. */
function templatePath(doc: YamlDocument, { path, value }: Field): string | undefined {
  if (value.kind !== "template") return undefined;
  const written = doc.source(path).replace(/["']$/, "");
  return /^[\w.-]+$/.test(fileName(written)) ? written : undefined;
}

function caKey({ tls, host }: HostConfig): Report | undefined {
  const name = fileName(textOf(tls.keyFile) ?? "");
  if (!looksLikeCaKey(name)) return undefined;
  return {
    at: tls.keyFile.path,
    message: `"${name.slice(0, 60)}" looks like the private key of a CA, but "key_file" is the key of the node's client certificate for "${host}". To trust the registry, set only "ca_file", and keep the CA key off the nodes.`,
  };
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** `ca.key`, `rootCA-key.pem`, `registry-ca.key`, `cakey.pem`. */
function looksLikeCaKey(file: string): boolean {
  if (!/\.(?:key|pem)$/i.test(file) || !/key/i.test(file) || /client|node|agent/i.test(file)) return false;
  return /(?:^|[-_.]|root)ca(?:[-_.]?(?:private|root|key)|\.(?:key|pem)$)/i.test(file);
}

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
  // Half a pair is reported by client-certificate-pair.
  if (!namesFile(certFile)) return [];
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
      title: "Rename cert_file to ca_file and remove key_file",
      safe: false,
      operations: [{ rename: certFile.path, key: "ca_file" }, { remove: keyFile.path }],
    },
  ];
}
