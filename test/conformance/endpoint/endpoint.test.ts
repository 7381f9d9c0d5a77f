import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readEndpoint } from "../../../src/core/registries/endpoint.ts";
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

describe("reading endpoints as k3s does", () => {
  const lines = readFileSync(new URL("vectors.jsonl", import.meta.url), "utf8").split("\n");
  const vectors: readonly Vector[] = lines.filter((line) => line !== "").map((line) => JSON.parse(line));

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
      assert.equal(reading.ok, error === undefined);
      if (!reading.ok) return;
      const { scheme, host, path, overridesPath, userinfo, query, url } = reading.address;
      assert.deepEqual(
        { scheme, host, path, overridesPath, hasUser: userinfo !== undefined, query: query ?? "", url },
        {
          scheme: address?.scheme,
          host: address?.host,
          path: address?.path,
          overridesPath: address?.overridesPath,
          hasUser: address?.hasUser,
          query: address?.query,
          url: address?.url,
        },
      );
    });
});
