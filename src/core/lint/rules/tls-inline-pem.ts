import { textOf } from "../../file/file.ts";
import { fileField, fileFields, isInlinePem, withTlsSettings } from "../../file/tls.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A certificate or key is written in place of its path";

/** Source: containerd `core/remotes/docker/config/hosts.go` (the value is a path; what is at it must be PEM). */
export const tlsInlinePem: Rule = {
  id: "tls-inline-pem",
  severity: "error",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    for (const { host, tls } of withTlsSettings(file)) {
      for (const name of fileFields) {
        const field = fileField(tls, name);
        const text = textOf(field);
        if (text === undefined || !isInlinePem(text)) continue;
        const key = name === "key_file" || /PRIVATE KEY/.test(text) ? " Let only root read a private key." : "";
        reports.push({
          at: field.path,
          part: "key",
          message: `"${name}" of "${host}" contains a certificate or key, but k3s reads it as a path, so every pull that involves "${host}" fails. Save it on every node and write the path here, such as /etc/rancher/${target.product === "rke2" ? "rke2" : "k3s"}/${suggestion(name)}.${key}`,
        });
      }
    }
    return reports;
  },
};

function suggestion(name: string): string {
  return name === "ca_file" ? "registry-ca.pem" : name === "cert_file" ? "client-cert.pem" : "client-key.pem";
}
