import type { HostConfig } from "../../file/file.ts";
import { fileField, namesFile, withTlsSettings } from "../../file/tls.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import { canRemove } from "../../yaml/restructure.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "cert_file or key_file is set without the other";

/** Source: containerd `core/remotes/docker/config/hosts.go` (`makeAbsPath` makes an empty half the folder of hosts.toml). */
export const clientCertificatePair: Rule = {
  id: "client-certificate-pair",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    if (file.template) return reports;
    for (const config of withTlsSettings(file)) {
      const { host, tls } = config;
      const cert = namesFile(tls.certFile);
      if (cert === namesFile(tls.keyFile)) continue;
      const [set, missing] = cert ? (["cert_file", "key_file"] as const) : (["key_file", "cert_file"] as const);
      const { path: at } = fileField(tls, set);
      const advice =
        cert && !namesFile(tls.caFile) ? `, or only "ca_file" to trust the registry's certificate` : " or neither";
      reports.push({
        at,
        part: "key",
        message: `"${set}" of "${host}" has no "${missing}", so every pull that involves this host fails ("unable to read CERT file … is a directory"). Set both${advice}.`,
        fixes: fixes(file.doc, config, set),
      });
    }
    return reports;
  },
};

function fixes(doc: YamlDocument, { tls }: HostConfig, set: "cert_file" | "key_file"): readonly Fix[] {
  const { path } = fileField(tls, set);
  const free = set === "cert_file" && tls.caFile.value.kind === "missing";
  return [
    ...(free ? [{ title: "Rename to ca_file", safe: false, operations: [{ rename: path, key: "ca_file" }] }] : []),
    ...(canRemove(doc, path) ? [{ title: `Remove ${set}`, safe: false, operations: [{ remove: path }] }] : []),
  ];
}
