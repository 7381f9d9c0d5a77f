import assert from "node:assert/strict";
import { defaultAddress, isLoopback, readEndpoint, splitPort } from "../../src/core/hosts/endpoint.ts";

/** The address, `override` after it when the path takes the place of `/v2`, or why there is none. */
function address(endpoint: string): string {
  const reading = readEndpoint(endpoint);
  if (!reading.ok) return reading.fault;
  return reading.address.url + (reading.address.overridesPath ? " override" : "");
}

describe("endpoints as k3s reads them", () => {
  const table: Readonly<Record<string, string>> = {
    "registry.example.com": "https://registry.example.com/v2",
    "registry.example.com/": "https://registry.example.com/v2",
    "https://registry.example.com": "https://registry.example.com/v2",
    "https://registry.example.com/v2": "https://registry.example.com/v2",
    "https://registry.example.com/v2/": "https://registry.example.com/v2/ override",
    "https://registry.example.com/v1": "https://registry.example.com/v1 override",
    "host:5000/cache": "https://host:5000/cache override",
    "1.2.3.4": "https://1.2.3.4/v2",
    "1.2.3.4:443": "https://1.2.3.4:443/v2",
    localhost: "https://localhost/v2",
    "localhost:443": "https://localhost:443/v2",
    "localhost:5000": "http://localhost:5000/v2",
    "127.0.0.1:5000": "http://127.0.0.1:5000/v2",
    "[::1]:5000": "http://[::1]:5000/v2",
    "::1:5000": "https://::1:5000/v2",
    "https:/one.example.com": "https://https:/one.example.com override",
    "https//noscheme.example.com": "https://https//noscheme.example.com override",
    "ftp://x": "ftp://x/v2",
    "": "https:///v2",
    "https://": "https:///v2",
    "https://user:pw@h": "https://user:pw@h/v2",
    "https://h?x=1": "https://h/v2?x=1",
    "https://bad host": "host",
    "http://[::1": "host",
    "h:port": "port",
    " https://h": "colon-in-path",
    "HTTPS://REG.example.com": "https://REG.example.com/v2",
    "docker.io": "https://registry-1.docker.io/v2",
    "https://docker.io:443": "https://docker.io:443/v2",
    // Older releases of Go let this pass.
    "https://[registry]:5000": "host",
    "https://a[::1]": "host",
  };
  for (const [endpoint, expected] of Object.entries(table))
    it(JSON.stringify(endpoint), () => assert.equal(address(endpoint), expected));
});

describe("default endpoints", () => {
  const url = (registry: string): string | undefined => defaultAddress(registry)?.url;

  it("are the registry itself, and registry-1.docker.io for Docker Hub", () => {
    assert.equal(url("registry.example.com:5000"), "https://registry.example.com:5000/v2");
    assert.equal(url("docker.io"), "https://registry-1.docker.io/v2");
    assert.equal(url("localhost:5000"), "http://localhost:5000/v2");
  });

  it("are not there for what is no host", () => {
    assert.deepEqual(["*", "", "bad host"].map(url), [undefined, undefined, undefined]);
  });
});

describe("hosts of endpoints", () => {
  it("are told from their ports", () => {
    assert.deepEqual(splitPort("registry.example.com"), { name: "registry.example.com", port: undefined });
    assert.deepEqual(splitPort("registry.example.com:5000"), { name: "registry.example.com", port: "5000" });
    assert.deepEqual(splitPort("registry.example.com:"), { name: "registry.example.com", port: "" });
    assert.deepEqual(splitPort("[fd00::5]"), { name: "[fd00::5]", port: undefined });
    assert.deepEqual(splitPort("[fd00::5]:5000"), { name: "[fd00::5]", port: "5000" });
  });

  it("are the node itself or not", () => {
    const own = ["localhost", "localhost:5000", "127.0.0.1", "127.8.9.10:80", "[::1]:5000", "[::ffff:127.0.0.1]:80"];
    assert.deepEqual(
      own.map(isLoopback),
      own.map(() => true),
    );
    const other = ["registry.localhost", "127.0.0.1.example.com", "128.0.0.1", "0.0.0.0:80", "[::2]", "[fd00::1]:80"];
    assert.deepEqual(
      other.map(isLoopback),
      other.map(() => false),
    );
  });
});
