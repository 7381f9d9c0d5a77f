import { splitPort } from "../../hosts/endpoint.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "An endpoint is the name of a Kubernetes Service, which nodes usually can't resolve";

/**
 * Source: docs/how-k3s-reads-it/endpoints.md#cluster-dns. Never an error: a node can be set up to resolve these names, by its
 * DNS or /etc/hosts.
 */
export const clusterServiceEndpoint: Rule = {
  id: "cluster-service-endpoint",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const seen = new Set<string>();
    for (const { endpoint, address } of file.writtenEndpoints) {
      const host = address?.host;
      if (host === undefined || seen.has(host) || !serviceName.test(splitPort(host).name)) continue;
      seen.add(host);
      reports.push({
        at: endpoint.path,
        message: `"${host}" is a Kubernetes Service, which the node can't resolve unless its own DNS or /etc/hosts knows it. Write its cluster IP, or the address of a NodePort.`,
      });
    }
    return reports;
  },
};

/** The name of a Service in its namespace: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/. */
const serviceName = /(?:^[^.]+\.[^.]+\.svc|\.svc\.cluster\.local)\.?$/i;
