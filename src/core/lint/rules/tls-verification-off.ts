import { isTrue, namesFile, plainHttpWithTls } from "../../file/tls.ts";
import { isLoopback } from "../../hosts/endpoint.ts";
import { canRemove } from "../../yaml/restructure.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The certificate of a registry is not checked";

/** Source: docs/how-k3s-reads-it/tls.md#files. */
export const tlsVerificationOff: Rule = {
  id: "tls-verification-off",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const off = file.configs.filter(
      ({ tls, templated, host }) => !templated && isTrue(tls.skipVerify) && !isLoopback(host),
    );
    if (off.length === 0) return reports;
    const plain = plainHttpWithTls(file);
    const wildcardMirror = (file.mirrorOf("*")?.endpoints.length ?? 0) > 0;
    for (const config of off) {
      // In these the setting has no effect at all, which tls-without-https and wildcard-tls report.
      if (plain.has(config) || (config.host === "*" && wildcardMirror)) continue;
      const withCa = namesFile(config.tls.caFile);
      const { path: at } = config.tls.skipVerify;
      reports.push({
        at,
        message: `The certificate of this registry is not checked, so anyone on the network path can read its credentials and replace images. ${withCa ? 'Remove "insecure_skip_verify", so that "ca_file" is used.' : 'Trust the certificate with "ca_file" instead.'}`,
        related: withCa
          ? [{ at: config.tls.caFile.path, message: 'This has no effect while "insecure_skip_verify" is on' }]
          : [],
        fixes:
          withCa && canRemove(file.doc, at)
            ? [
                {
                  title: "Remove insecure_skip_verify and use ca_file",
                  safe: false,
                  operations: [{ remove: at }],
                },
              ]
            : [],
      });
    }
    return reports;
  },
};
