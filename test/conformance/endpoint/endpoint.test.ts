import assert from "node:assert/strict";
import { type EndpointFault, readEndpoint } from "../../../src/core/hosts/endpoint.ts";
import { vectorsIn } from "../vectors.ts";
import { inputs } from "./inputs.ts";

interface Vector {
  readonly endpoint: string;
  readonly error?: string;
  readonly address?: {
    readonly scheme: string;
    readonly host: string;
    readonly path: string;
    readonly overridesPath: boolean;
    readonly hasUser: boolean;
    readonly query: string;
    readonly fragment: string;
    readonly url: string;
  };
}

const goErrors: Readonly<Record<EndpointFault, RegExp>> = {
  scheme: /^missing protocol scheme$/,
  host: /^invalid character ".*" in host name$|^missing '\]' in host$|^invalid host: |^invalid IP-literal$/,
  port: /^invalid port ".*" after host$/,
  userinfo: /^net\/url: invalid userinfo$/,
  escape: /^invalid URL escape ".*"$/,
  "control-character": /^net\/url: invalid control character in URL$/,
  "colon-in-path": /^first path segment in URL cannot contain colon$/,
};

describe("reading endpoints as k3s does", () => {
  const vectors = vectorsIn<Vector>(new URL("vectors.jsonl", import.meta.url));

  it("has a recorded vector for each endpoint", () => {
    assert.deepEqual(
      vectors.map(({ endpoint }) => endpoint),
      inputs,
    );
    assert.equal(new Set(inputs).size, inputs.length, "an endpoint is there twice");
  });

  for (const { endpoint, error, address } of vectors)
    it(JSON.stringify(endpoint), () => {
      const reading = readEndpoint(endpoint);
      if (!reading.ok) return assert.match(error ?? "it is read", goErrors[reading.fault]);
      const { userinfo, query, ...rest } = reading.address;
      assert.deepEqual({ ...rest, hasUser: userinfo !== undefined, query: query ?? "" }, address ?? error);
    });
});
